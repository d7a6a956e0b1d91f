package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is written later is written whole and in order, or somebody is told. */
@Timeout(60)
class WriteBehindTest {
  private static final int MORE_THAN_IT_HOLDS = 10_000;

  private final WriteBehind behind = new WriteBehind();
  private final List<Integer> written = new ArrayList<>();

  @Test
  void writesInOrderAndAllOfItBeforeItEnds() {
    IntStream.range(0, MORE_THAN_IT_HOLDS).forEach(i -> behind.later(() -> written.add(i)));
    behind.end();

    assertThat(written)
        .containsExactlyElementsOf(IntStream.range(0, MORE_THAN_IT_HOLDS).boxed().toList());
  }

  @Test
  void goesOnAfterAnEnd() {
    behind.later(() -> written.add(1));
    behind.end();
    behind.later(() -> written.add(2));
    behind.end();

    assertThat(written).containsExactly(1, 2);
  }

  @Test
  void whoeverWritesOnIsToldWhatWentWrongAndNothingIsWrittenAfterIt() {
    RuntimeException full = new IllegalStateException("full");
    behind.later(() -> written.add(1));
    behind.later(
        () -> {
          throw full;
        });

    assertThatThrownBy(
            () -> {
              while (true) {
                behind.later(() -> written.add(2));
              }
            })
        .isSameAs(full);
    behind.end();
    assertThat(written).containsExactly(1);
  }

  @Test
  void whoeverEndsIsToldOnce() {
    behind.later(
        () -> {
          throw new OutOfMemoryError("of a test");
        });

    assertThatThrownBy(behind::end).isInstanceOf(OutOfMemoryError.class).hasMessage("of a test");
    behind.end();
  }
}
