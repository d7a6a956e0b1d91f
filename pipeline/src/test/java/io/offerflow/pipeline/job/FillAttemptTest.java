package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is made of past events is held in memory at first, and in the state at last. */
class FillAttemptTest {
  private static final long MUCH = 1 << 20;

  private final KeptInMemory kept = new KeptInMemory();
  private final FoldedFeatures folded = new FoldedFeatures();

  @BeforeEach
  void open() {
    folded.open(kept);
  }

  @Test
  void nothingIsWrittenBeforeAllIsTakenIn() throws Exception {
    FillAttempt attempt = attempt(7, MUCH);
    fold(attempt, "c-1", 1);
    fold(attempt, "c-1", 2);
    fold(attempt, "c-2", 3);
    assertThat(kept.values).isEmpty();
    assertThat(made(attempt, "c-1")).containsExactly(2);

    assertThat(attempt.write()).isFalse();
    assertThat(kept.values).containsOnlyKeys("c-1", "c-2");
    assertThat(made(attempt, "c-1")).containsExactly(2);
    assertThat(made(attempt, "c-2")).containsExactly(3);
  }

  @Test
  void whatIsMadeLaterIsWrittenAtOnce() throws Exception {
    FillAttempt attempt = attempt(7, MUCH);
    for (int i = 0; i < 50; i++) {
      fold(attempt, "c-" + i, i);
    }
    assertThat(attempt.write()).isTrue();
    fold(attempt, "c-49", 99);
    while (attempt.write()) {
      assertThat(made(attempt, "c-49")).containsExactly(99);
    }
    assertThat(kept.values).hasSize(50);
    assertThat(made(attempt, "c-48")).containsExactly(48);
    assertThat(made(attempt, "c-49")).containsExactly(99);
  }

  @Test
  void whoWasMetLongestAgoIsWrittenWhereThereIsNoRoom() throws Exception {
    FillAttempt attempt = attempt(7, 2 * (FillAttempt.ENTRY_BYTES + 1));
    fold(attempt, "c-1", 1);
    fold(attempt, "c-2", 2);
    made(attempt, "c-1");
    fold(attempt, "c-3", 3);
    assertThat(kept.values).containsOnlyKeys("c-2");
    assertThat(kept.atHand).isEqualTo("c-3");

    fold(attempt, "c-2", 4);
    assertThat(kept.values).containsOnlyKeys("c-1", "c-2");
    assertThat(made(attempt, "c-1")).containsExactly(1);
    assertThat(made(attempt, "c-2")).containsExactly(4);
    assertThat(made(attempt, "c-3")).containsExactly(3);
  }

  @Test
  void whatIsGoneDoesNotComeBack() throws Exception {
    FillAttempt attempt = attempt(7, FillAttempt.ENTRY_BYTES + 1);
    fold(attempt, "c-1", 1);
    fold(attempt, "c-2", 2);
    for (String customer : new String[] {"c-1", "c-2"}) {
      attempt.look(customer);
      attempt.fold(null);
    }
    assertThat(attempt.write()).isFalse();
    assertThat(kept.values).isEmpty();
    assertThat(made(attempt, "c-1")).isNull();
  }

  @Test
  void anotherAttemptPaysNoHeedToIt() throws Exception {
    FillAttempt first = attempt(7, MUCH);
    fold(first, "c-1", 1);
    first.write();
    assertThat(made(attempt(9, MUCH), "c-1")).isNull();
  }

  private FillAttempt attempt(long number, long mostBytes) {
    return new FillAttempt(1, number, kept, folded, new Positions(), null, mostBytes);
  }

  private static void fold(FillAttempt attempt, String customer, int made) throws Exception {
    attempt.look(customer);
    attempt.fold(new byte[] {(byte) made});
  }

  private static byte[] made(FillAttempt attempt, String customer) throws Exception {
    attempt.look(customer);
    return attempt.folded();
  }
}
