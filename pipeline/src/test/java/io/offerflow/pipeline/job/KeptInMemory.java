package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Input;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/** A state of each customer, in memory, which nobody may write while it is frozen. */
final class KeptInMemory implements TaskBackfill.Task, ValueState<byte[]> {
  final Map<String, byte[]> values = new HashMap<>();
  String atHand;
  boolean frozen;

  @Override
  public void look(String customer) {
    atHand = customer;
  }

  @Override
  public String atHand() {
    return atHand;
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
    assertThat(frozen).isFalse();
    values.put(atHand, value);
  }

  @Override
  public void clear() {
    assertThat(frozen).isFalse();
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
    return frozen;
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
