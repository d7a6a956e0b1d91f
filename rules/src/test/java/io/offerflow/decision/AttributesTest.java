package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.ProfileChange;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Contract 7: a profile event applies {@code unset, set, remove, add}. */
class AttributesTest {
  private final Attributes attributes = new Attributes();

  private void apply(
      Map<String, Object> set,
      Set<String> unset,
      Map<String, Set<String>> add,
      Map<String, Set<String>> remove) {
    attributes.apply(new ProfileChange(set, unset, add, remove));
  }

  @Test
  void oneEventUnsetsSetsRemovesAndAddsInThatOrder() {
    apply(Map.of("s", Set.of("a", "b")), Set.of(), Map.of(), Map.of());

    apply(
        Map.of("s", Set.of("b", "c", "d")),
        Set.of("s"),
        Map.of("s", Set.of("c", "e")),
        Map.of("s", Set.of("a", "b", "c")));

    assertThat(attributes.get("s")).isEqualTo(Set.of("c", "d", "e"));
  }

  @Test
  void whatNobodyKnowsIsUnknownAlsoWithoutSomething() {
    apply(Map.of(), Set.of(), Map.of(), Map.of("s", Set.of("a")));
    assertThat(attributes.get("s")).isNull();

    apply(Map.of(), Set.of(), Map.of("s", Set.of("a")), Map.of());
    apply(Map.of(), Set.of(), Map.of(), Map.of("s", Set.of("a")));
    assertThat(attributes.get("s")).isEqualTo(Set.of());
  }
}
