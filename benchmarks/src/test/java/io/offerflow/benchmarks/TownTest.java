package io.offerflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.Schema;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Figures of two runs can be compared only if both read the same tape. */
final class TownTest {

  @Test
  void theSameSeedIsTheSameTape() {
    assertThat(tape(7, 5000)).isEqualTo(tape(7, 5000)).isNotEqualTo(tape(8, 5000));
  }

  @Test
  void idsAreNewAndTimesGoOn() {
    List<Event> tape = tape(7, 5000);
    assertThat(tape.stream().map(Event::id).distinct()).hasSize(5000);
    assertThat(tape).isSortedAccordingTo((a, b) -> Long.compare(a.time(), b.time()));
  }

  @Test
  void aFewCustomersAreBusyAndMostAreQuiet() {
    Map<String, Long> events =
        tape(7, 20_000).stream()
            .collect(Collectors.groupingBy(Event::customer, Collectors.counting()));
    List<Long> counts = events.values().stream().sorted().toList();
    assertThat(counts.get(counts.size() - 1)).isGreaterThan(1000);
    assertThat(counts.get(counts.size() / 2)).isLessThan(30);
  }

  @Test
  void aCustomerIsIntroducedBeforeAllElse() {
    Map<String, List<String>> types =
        tape(7, 2000).stream()
            .collect(
                Collectors.groupingBy(
                    Event::customer, Collectors.mapping(Event::type, Collectors.toList())));
    assertThat(types.values()).allMatch(own -> own.get(0).equals("profile"));
  }

  @Test
  void theMedianIsTheMiddle() {
    assertThat(Runs.median(new double[] {3, 1, 2})).isEqualTo(2);
    assertThat(Runs.median(new double[] {4, 1, 2, 3})).isEqualTo(2.5);
  }

  private static List<Event> tape(long seed, int events) {
    Town town = new Town(Schema.builtIn(), 1000, seed);
    return Stream.generate(town::next).limit(events).toList();
  }
}
