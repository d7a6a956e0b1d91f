package io.offerflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Bundle;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Result;
import io.offerflow.event.Event;
import io.offerflow.testing.RandomWorkload;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final Bundle BUNDLE = RandomWorkload.workspace().bundle();
  private static final long FAR = Story.at("2100-01-01T00:00:00Z");

  private static List<Decision> replay(Bundle bundle, List<Event> events, long until) {
    List<Decision> decisions = new ArrayList<>();
    try (Replay replay = new Replay(bundle, decisions::add)) {
      events.forEach(replay::accept);
      replay.until(until);
    }
    return decisions;
  }

  /** What she gets depends on her own events alone, whatever form her state went through. */
  @Property(tries = 6)
  void eachCustomerDecidesAsIfSheWereAlone(@ForAll long seed) {
    List<Event> events = RandomWorkload.events(seed, 5, 1_000);
    Map<String, List<Decision>> together =
        replay(BUNDLE, events, FAR).stream().collect(Collectors.groupingBy(Decision::customer));
    events.stream()
        .map(Event::customer)
        .distinct()
        .forEach(
            customer -> {
              try (Story alone = new Story(BUNDLE)) {
                events.stream()
                    .filter(event -> event.customer().equals(customer))
                    .forEach(event -> alone.step(new Input.Arrived(event)));
                alone.step(new Input.Wakeup(customer, FAR));
                assertThat(alone.decisions()).isEqualTo(together.getOrDefault(customer, List.of()));
              }
            });
  }

  @Test
  void theWorkloadMeetsEveryResultThatIsBuilt() {
    List<Decision> decisions = replay(BUNDLE, RandomWorkload.events(7, 10, 6_000), FAR);
    Set<Result> met = EnumSet.noneOf(Result.class);
    Set<String> moments =
        decisions.stream()
            .flatMap(decision -> decision.considered().stream())
            .peek(considered -> met.add(considered.result()))
            .map(Decision.Considered::moment)
            .collect(Collectors.toSet());
    assertThat(met)
        .contains(
            Result.LATE,
            Result.MISSING,
            Result.CONDITION,
            Result.UNREACHABLE,
            Result.CONSENT,
            Result.CAP,
            Result.QUIET,
            Result.WON,
            Result.OUTRANKED,
            Result.TAGGED);
    assertThat(moments)
        .contains(
            "event",
            "enter",
            "leave",
            "stay",
            "cross",
            "then",
            "without",
            "date",
            "yearly",
            "tagged",
            "untagged");
  }

  @Test
  void timersFireInOrderOfDueTimeThenCustomerBeforeTheEventThatPassesThem() {
    Bundle bundle =
        new TestWorkspace()
            .campaign("w", "{event: app_view, without: {event: purchase}, within: 1h}", "")
            .bundle();
    List<Event> events =
        List.of(
            view("b", "2026-03-02T10:00:00Z"),
            view("a", "2026-03-02T10:00:00Z"),
            view("c", "2026-03-02T09:59:00Z"),
            view("d", "2026-03-02T11:00:00Z"),
            view("e", "2026-03-02T11:00:01Z"));
    assertThat(replay(bundle, events, Story.at("2026-03-02T11:59:59Z")))
        .extracting(Decision::customer)
        .containsExactly("c", "a", "b");
    assertThat(replay(bundle, events, Story.at("2026-03-02T12:00:00Z")))
        .extracting(Decision::customer)
        .containsExactly("c", "a", "b", "d");
  }

  private static Event view(String customer, String instant) {
    return Event.of("app_view", customer, customer, Story.at(instant), Story.fields());
  }
}
