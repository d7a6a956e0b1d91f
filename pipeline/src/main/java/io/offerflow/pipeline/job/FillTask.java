package io.offerflow.pipeline.job;

import io.offerflow.decision.Input;
import java.util.function.Function;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** The subtask's customers, as those see them who fill features of theirs. */
final class FillTask implements TaskBackfill.Task {
  private final TaskInfo task;
  private final CheckpointableKeyedStateBackend<String> backend;
  private final Function<ValueStateDescriptor<byte[]>, ValueState<byte[]>> states;
  private final Customers customers;
  private final Wakeups wakeups;
  private final TaskRules rules;
  private final Runnable failure;

  /**
   * @param states opens another state beside hers
   * @param failure is told when rules cannot be taken
   */
  FillTask(
      TaskInfo task,
      CheckpointableKeyedStateBackend<String> backend,
      Function<ValueStateDescriptor<byte[]>, ValueState<byte[]>> states,
      Customers customers,
      Wakeups wakeups,
      TaskRules rules,
      Runnable failure) {
    this.task = task;
    this.backend = backend;
    this.states = states;
    this.customers = customers;
    this.wakeups = wakeups;
    this.rules = rules;
    this.failure = failure;
  }

  @Override
  public void look(String customer) {
    backend.setCurrentKey(customer);
  }

  @Override
  public String atHand() {
    return backend.getCurrentKey();
  }

  @Override
  public byte[] state() throws Exception {
    Customer customer = customers.get(atHand());
    return customer.isKnown() ? customer.bytes() : null;
  }

  @Override
  public Review all(String stateName) {
    return Review.of(backend, stateName);
  }

  @Override
  public ValueState<byte[]> state(ValueStateDescriptor<byte[]> descriptor) {
    return states.apply(descriptor);
  }

  @Override
  public void settle(String customer, Input.Joining late) throws Exception {
    wakeups.settle(customer, late);
  }

  @Override
  public boolean hasClock() {
    return wakeups.watermark() != Long.MIN_VALUE;
  }

  @Override
  public boolean isFrozen() {
    return wakeups.isFrozen();
  }

  @Override
  public boolean isHere(String customer) {
    int all = task.getMaxNumberOfParallelSubtasks();
    return backend
        .getKeyGroupRange()
        .contains(KeyGroupRangeAssignment.assignToKeyGroup(customer, all));
  }

  @Override
  public int subtask(String customer) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        customer, task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks());
  }

  @Override
  public Deployment inForce() {
    return rules.inForce();
  }

  @Override
  public void failed() {
    failure.run();
  }
}
