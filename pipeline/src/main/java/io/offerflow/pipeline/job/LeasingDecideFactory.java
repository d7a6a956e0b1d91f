package io.offerflow.pipeline.job;

import io.offerflow.pipeline.job.Intake.Arrival;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEventDispatcher;
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

  private final PushLog pushes;

  LeasingDecideFactory(DecideOperator operator, PushLog pushes) {
    super(operator);
    this.pushes = pushes;
  }

  @Override
  public <T extends StreamOperator<Outgoing>> T createStreamOperator(
      StreamOperatorParameters<Outgoing> parameters) {
    OperatorID id = parameters.getStreamConfig().getOperatorID();
    OperatorEventDispatcher events = parameters.getOperatorEventDispatcher();
    // Messages come through the task's own mailbox, whose mail an operator's does not hand out.
    MailboxExecutor mailbox =
        parameters
            .getContainingTask()
            .getMailboxExecutorFactory()
            .createExecutor(TaskMailbox.MIN_PRIORITY);
    TaskLeases leases = new TaskLeases(events.getOperatorEventGateway(id), mailbox, pushes);
    events.registerEventHandler(id, leases::handle);
    ((DecideOperator) getOperator()).lease(leases);
    return super.createStreamOperator(parameters);
  }

  @Override
  public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID id) {
    return new StockCoordinator.Provider(id);
  }
}
