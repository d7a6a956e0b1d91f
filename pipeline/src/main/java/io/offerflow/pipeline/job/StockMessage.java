package io.offerflow.pipeline.job;

import io.offerflow.stock.Order;
import io.offerflow.stock.Report;
import io.offerflow.stock.Resource;
import java.util.TreeMap;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** What the tasks and the keeper of what is bounded tell each other. */
sealed interface StockMessage extends OperatorEvent {

  /**
   * A task is there.
   *
   * @param used how much it has used
   * @param sizes how much there is in all by the rules that it decides by
   */
  record Joined(TreeMap<Resource, Long> used, TreeMap<Resource, Long> sizes)
      implements StockMessage {
    private static final long serialVersionUID = 1L;
  }

  /** A task reports. */
  record Reported(Report report) implements StockMessage {
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
}
