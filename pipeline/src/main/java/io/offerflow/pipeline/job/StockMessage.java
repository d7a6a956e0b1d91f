package io.offerflow.pipeline.job;

import io.offerflow.stock.Order;
import io.offerflow.stock.Report;
import io.offerflow.stock.Resource;
import java.io.Serializable;
import java.util.TreeMap;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** What the tasks and the keeper of what is bounded tell each other. */
sealed interface StockMessage extends Serializable {

  /**
   * A task is there.
   *
   * @param used how much it has used
   * @param rules the number of what it decides by
   * @param sizes how much there is in all by these rules
   */
  record Joined(TreeMap<Resource, Long> used, long rules, TreeMap<Resource, Long> sizes)
      implements StockMessage, OperatorEvent {
    private static final long serialVersionUID = 1L;
  }

  /** A task reports. */
  record Reported(Report report) implements StockMessage, OperatorEvent {
    private static final long serialVersionUID = 1L;
  }

  /** A task decides nothing any more: it is to be leased nothing. */
  record Ending() implements StockMessage, OperatorEvent {
    private static final long serialVersionUID = 1L;
  }

  /** Nothing more is on the way to a task that ends. */
  record Farewell() implements StockMessage {
    private static final long serialVersionUID = 1L;
  }

  /** A task that ends has returned all that it had. */
  record Left() implements StockMessage, OperatorEvent {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A task listens to what the keeper says: the answer comes when there is something to say. An
   * event would not do: Flink holds back what a coordinator sends from the moment on in which a
   * checkpoint begins until the task has saved its state for it, which a task that waits for an
   * answer never would.
   *
   * @param heard how much of what is said to this attempt it has heard
   */
  record Listening(int task, int attempt, long heard) implements StockMessage, CoordinationRequest {
    private static final long serialVersionUID = 1L;
  }

  /** All tasks are there and have been sent their first leases. */
  record Begun() implements StockMessage {
    private static final long serialVersionUID = 1L;
  }

  /** The keeper says something. */
  record Ordered(Order order) implements StockMessage {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A task is about to decide by other rules, of which so much is bounded.
   *
   * @param rules their number
   */
  record Resized(long rules, TreeMap<Resource, Long> sizes) implements StockMessage, OperatorEvent {
    private static final long serialVersionUID = 1L;
  }

  /** What that task said of these rules holds, or what newer ones say; first leases went before. */
  record Adopted(long rules) implements StockMessage {
    private static final long serialVersionUID = 1L;
  }

  /** A task decides by these rules from now on. */
  record Switched(long rules) implements StockMessage, OperatorEvent {
    private static final long serialVersionUID = 1L;
  }

  /** All tasks decide by these rules or newer ones. */
  record Settled(long rules) implements StockMessage {
    private static final long serialVersionUID = 1L;
  }

  /**
   * What one id leaves to another while features are filled, from one task to another.
   *
   * @param fill which features are filled by which rules
   * @param task whose customer the other id is
   * @param joining as {@link JoiningForm} writes it
   */
  record Shared(long fill, int task, byte[] joining) implements StockMessage, OperatorEvent {
    private static final long serialVersionUID = 1L;
  }

  /** What a task fills is filled, and stays so. */
  record Filled(long fill) implements StockMessage, OperatorEvent {
    private static final long serialVersionUID = 1L;
  }

  /** What all tasks fill is. */
  record AllFilled(long fill) implements StockMessage {
    private static final long serialVersionUID = 1L;
  }
}
