package io.offerflow.pipeline.job;

import io.offerflow.pipeline.job.Intake.Arrival;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;

/** Brings the operator together with the keeper of what is bounded. */
final class LeasingDecideFactory extends SimpleOperatorFactory<Outgoing>
    implements OneInputStreamOperatorFactory<Arrival, Outgoing>,
        CoordinatedOperatorFactory<Outgoing> {
  private static final long serialVersionUID = 1L;

  private final long patienceMillis;

  /**
   * @param patienceMillis how long a decision waits at most for what another task may still have
   */
  LeasingDecideFactory(DecideOperator operator, long patienceMillis) {
    super(operator);
    this.patienceMillis = patienceMillis;
  }

  @Override
  public <T extends StreamOperator<Outgoing>> T createStreamOperator(
      StreamOperatorParameters<Outgoing> parameters) {
    OperatorID id = parameters.getStreamConfig().getOperatorID();
    KeeperTalk keeper = KeeperTalk.of(parameters.getContainingTask(), id);
    // Other rules come with the lowest priority: between two events, when nothing else waits.
    MailboxExecutor mailbox =
        parameters
            .getContainingTask()
            .getMailboxExecutorFactory()
            .createExecutor(TaskMailbox.MIN_PRIORITY);
    TaskLeases leases = new TaskLeases(keeper, patienceMillis);
    ((DecideOperator) getOperator()).lease(leases, mailbox);
    return super.createStreamOperator(parameters);
  }

  @Override
  public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID id) {
    return new StockCoordinator.Provider(id);
  }
}
