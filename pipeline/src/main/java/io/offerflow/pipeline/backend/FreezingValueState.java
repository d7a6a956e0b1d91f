package io.offerflow.pipeline.backend;

import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;

/** A value that is read at any time, and written when it may be. */
final class FreezingValueState<T> implements ValueState<T> {
  private final ValueState<T> state;
  private final Freeze freeze;

  FreezingValueState(ValueState<T> state, Freeze freeze) {
    this.state = state;
    this.freeze = freeze;
  }

  @Override
  public T value() throws IOException {
    return state.value();
  }

  @Override
  public void update(T value) throws IOException {
    freeze.await();
    state.update(value);
  }

  @Override
  public void clear() {
    freeze.await();
    state.clear();
  }
}
