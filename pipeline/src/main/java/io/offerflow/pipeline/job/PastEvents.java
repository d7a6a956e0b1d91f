package io.offerflow.pipeline.job;

import io.offerflow.event.Event;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Predicate;

/** The events of before, as far as they are still to be had. */
public interface PastEvents extends Serializable {
  /** None are. */
  PastEvents NONE =
      new PastEvents() {
        private static final long serialVersionUID = 1L;

        @Override
        public List<String> topics() {
          return List.of();
        }

        @Override
        public Reading open(Workspace workspace, Predicate<String> customers) {
          throw new IllegalStateException("there are no events of before");
        }
      };

  /** Where they come from, by the numbers of the inlets; empty where there are none. */
  List<String> topics();

  /**
   * Begins to read, at the oldest.
   *
   * @param workspace what they are read by
   * @param customers whose
   */
  Reading open(Workspace workspace, Predicate<String> customers) throws IOException;

  /** What one thread has read so far. */
  interface Reading extends AutoCloseable {

    /**
     * Goes on up to these records, themselves included. Each customer's events come in the order in
     * which they stand in their topic, those of several topics about as they arrived.
     */
    void read(Positions until, Taker to) throws InterruptedException;

    @Override
    void close();
  }

  /** Takes the next event. */
  interface Taker {
    void take(Event event) throws InterruptedException;
  }
}
