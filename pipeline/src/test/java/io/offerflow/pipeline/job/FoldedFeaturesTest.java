package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;

/** What cannot be written while the state is frozen is as good as written. */
class FoldedFeaturesTest {
  private static final long ATTEMPT = 7;
  private static final List<String> CUSTOMERS = List.of("a", "b", "c");

  private KeptInMemory kept;
  private FoldedFeatures folded;

  @BeforeTry
  void open() {
    kept = new KeptInMemory();
    folded = new FoldedFeatures();
    folded.open(kept);
  }

  private enum What {
    PUT,
    CLEAR,
    FREEZE,
    THAW,
    WRITE
  }

  private record Step(What what, String customer, byte made) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(What.values()), Arbitraries.of(CUSTOMERS), Arbitraries.bytes())
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  @Property
  void itIsReadAsItWouldBeInTheState(@ForAll("steps") List<Step> steps) throws Exception {
    Map<String, Byte> expected = new HashMap<>();
    for (Step step : steps) {
      kept.look(step.customer);
      switch (step.what) {
        case PUT -> put(expected, step);
        case CLEAR -> clear(expected, step);
        case FREEZE -> kept.frozen = true;
        case THAW -> kept.frozen = false;
        case WRITE -> writeUnlessFrozen();
      }
      assertThat(kept.atHand).isEqualTo(step.customer);
      assertAsRead(expected);
    }
    kept.frozen = false;
    folded.writeLater();
    assertThat(kept.values.keySet()).isEqualTo(expected.keySet());
    assertAsRead(expected);
  }

  private void put(Map<String, Byte> expected, Step step) throws Exception {
    folded.put(ATTEMPT, new byte[] {step.made});
    expected.put(step.customer, step.made);
  }

  private void clear(Map<String, Byte> expected, Step step) throws Exception {
    folded.clear();
    expected.remove(step.customer);
  }

  private void writeUnlessFrozen() throws Exception {
    if (!kept.frozen) {
      folded.writeLater();
    }
  }

  private void assertAsRead(Map<String, Byte> expected) throws Exception {
    for (String customer : CUSTOMERS) {
      kept.look(customer);
      Byte made = expected.get(customer);
      assertThat(folded.attempt()).isEqualTo(made == null ? FoldedFeatures.NONE : ATTEMPT);
      assertThat(folded.of(ATTEMPT)).isEqualTo(made == null ? null : new byte[] {made});
      assertThat(folded.of(ATTEMPT + 1)).isNull();
    }
  }

  @Example
  void notMoreIsKeptThanThereIsRoomFor() throws Exception {
    kept.frozen = true;
    for (int i = 0; i < FoldedFeatures.MOST_LATER; i++) {
      kept.look("c-" + i);
      folded.put(ATTEMPT, new byte[] {1});
    }
    assertThat(kept.values).isEmpty();
    kept.frozen = false;
    kept.look("c-0");
    folded.put(ATTEMPT, new byte[] {2});
    folded.writeLater();
    assertThat(kept.values).hasSize(FoldedFeatures.MOST_LATER);
    assertThat(folded.of(ATTEMPT)).containsExactly(2);
  }
}
