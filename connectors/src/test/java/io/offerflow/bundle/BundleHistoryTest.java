package io.offerflow.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.bundle.Activation.Reason;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BundleHistoryTest {
  private static final BundleCodec CODEC = new BundleCodec(TrustedKeys.NONE);

  @Property(tries = 300)
  void ofEachNumberTheFirstHoldsAndCompactionChangesNothing(
      @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 5) Integer> numbers) {
    BundleHistory history = new BundleHistory();
    Map<Long, String> first = new TreeMap<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < numbers.size(); i++) {
      Activation next = activation(numbers.get(i), "author " + i);
      BundleCodec.Encoded written = CODEC.encode(next);
      history.add(CODEC.read(i, written.key(), written.value()));
      first.putIfAbsent(next.number(), next.author());
      assertThat(keys.add(written.key())).as("compaction drops nothing").isTrue();
    }

    Map<Long, String> holding = new TreeMap<>();
    history.activations().forEach(one -> holding.put(one.number(), one.author()));
    assertThat(holding).isEqualTo(first);
    assertThat(history.inForce().map(Activation::number))
        .isEqualTo(numbers.stream().map(Integer::longValue).max(Long::compare));
    assertThat(history.end()).isEqualTo(numbers.size());
  }

  private static Activation activation(long number, String author) {
    return new Activation(
        number, "v", new TreeSet<>(), author, Instant.EPOCH, number - 1, Reason.DEPLOY, false);
  }
}
