package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Input;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is made of past events is held in memory at first, and in the state at last. */
class FillAttemptTest {
  private static final long MUCH = 1 << 20;

  private final Kept kept = new Kept();
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

  /** A state of each customer, in memory. */
  private static final class Kept implements TaskBackfill.Task, ValueState<byte[]> {
    private final Map<String, byte[]> values = new HashMap<>();
    private String atHand;

    @Override
    public void look(String customer) {
      atHand = customer;
    }

    @Override
    public ValueState<byte[]> state(ValueStateDescriptor<byte[]> descriptor) {
      return this;
    }

    @Override
    public byte[] value() {
      return values.get(atHand);
    }

    @Override
    public void update(byte[] value) {
      values.put(atHand, value);
    }

    @Override
    public void clear() {
      values.remove(atHand);
    }

    @Override
    public byte[] state() {
      return null;
    }

    @Override
    public Review all(String stateName) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void settle(String customer, Input.Joining late) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isHere(String customer) {
      return true;
    }

    @Override
    public int subtask(String customer) {
      return 0;
    }

    @Override
    public Deployment inForce() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isFrozen() {
      return false;
    }

    @Override
    public boolean hasClock() {
      return true;
    }

    @Override
    public void failed() {
      throw new UnsupportedOperationException();
    }
  }
}
