package io.offerflow.pipeline.job;

import io.offerflow.pipeline.job.KeeperLine.Said;
import io.offerflow.pipeline.job.StockMessage.Listening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.jobgraph.tasks.TaskOperatorEventGateway;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.streaming.runtime.tasks.StreamTask;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.util.SerializedValue;

/**
 * A subtask's talk with the keeper. What the keeper says comes as mail of the highest priority: a
 * decision that waits for it lets in nothing else, no timer and no checkpoint, because it is not
 * done yet.
 */
final class KeeperTalk implements AutoCloseable {
  /** Well under the time after which Flink gives up a request, 10 s. */
  private static final long RENEW_MILLIS = 3_000;

  private final OperatorID operator;
  private final TaskOperatorEventGateway gateway;
  private final TaskInfo task;
  private final MailboxExecutor mailbox;
  private final ProcessingTimeService timers;
  private Consumer<StockMessage> ear;
  private ScheduledFuture<?> renewal;
  private long heard;
  private boolean closed;

  private KeeperTalk(
      OperatorID operator,
      TaskOperatorEventGateway gateway,
      TaskInfo task,
      MailboxExecutor mailbox,
      ProcessingTimeService timers) {
    this.operator = operator;
    this.gateway = gateway;
    this.task = task;
    this.mailbox = mailbox;
    this.timers = timers;
  }

  static KeeperTalk of(StreamTask<?, ?> task, OperatorID operator) {
    MailboxExecutor mailbox =
        task.getMailboxExecutorFactory().createExecutor(TaskMailbox.MAX_PRIORITY);
    return new KeeperTalk(
        operator,
        task.getEnvironment().getOperatorCoordinatorEventGateway(),
        task.getEnvironment().getTaskInfo(),
        mailbox,
        task.getProcessingTimeServiceFactory().createProcessingTimeService(mailbox));
  }

  /** From now on the keeper is heard, whenever there is time for it. */
  void listen(Consumer<StockMessage> to) {
    ear = to;
    listen();
  }

  private void listen() {
    if (closed) {
      return;
    }
    if (renewal != null) {
      renewal.cancel(false);
    }
    long next = timers.getCurrentProcessingTime() + RENEW_MILLIS;
    renewal = timers.registerTimer(next, due -> listen());
    Listening listening =
        new Listening(task.getIndexOfThisSubtask(), task.getAttemptNumber(), heard);
    gateway
        .sendRequestToCoordinator(operator, serialized(listening))
        .thenAccept(said -> mailbox.execute(() -> hear(said), "the keeper speaks"));
  }

  /** Each message is a mail of its own, so that what waits for one goes on before the next. */
  private void hear(CoordinationResponse response) throws Exception {
    Said said = Said.of(response);
    long number = said.first();
    long before = heard;
    for (StockMessage message : said.messages()) {
      if (number == heard) {
        heard++;
        mailbox.execute(() -> ear.accept(message), "the keeper said something");
      }
      number++;
    }
    if (heard > before) {
      listen();
    }
  }

  <M extends StockMessage & OperatorEvent> void tell(M message) {
    gateway.sendOperatorEventToCoordinator(operator, serialized(message));
  }

  private static <T> SerializedValue<T> serialized(T message) {
    try {
      return new SerializedValue<>(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the next that the keeper says, or for the end of somebody's patience. */
  void hear() throws InterruptedException {
    mailbox.yield();
  }

  /** Begins to wait. */
  Patience patience(long millis) {
    return new Patience(millis);
  }

  /** How long somebody waits; mail comes when it is over. */
  final class Patience implements AutoCloseable {
    private final ScheduledFuture<?> end;
    private boolean over;

    private Patience(long millis) {
      end = timers.registerTimer(timers.getCurrentProcessingTime() + millis, due -> over = true);
    }

    boolean isOver() {
      return over;
    }

    @Override
    public void close() {
      end.cancel(false);
    }
  }

  @Override
  public void close() {
    closed = true;
    if (renewal != null) {
      renewal.cancel(false);
    }
  }
}
