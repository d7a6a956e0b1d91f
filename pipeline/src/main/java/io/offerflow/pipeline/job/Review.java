package io.offerflow.pipeline.job;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;

/**
 * All customers whom a restored state knows, a few at a time: a campaign that waits for a day of
 * theirs reaches those as well who send no event. {@value #BATCH} customers every {@value #MILLIS}
 * ms are 2,500 a second: ten million in 67 minutes, and the stream waits for a millisecond or two.
 */
final class Review implements AutoCloseable {
  static final int BATCH = 50;
  static final long MILLIS = 20;

  private final Stream<String> customers;
  private final Iterator<String> next;

  private Review(Stream<String> customers) {
    this.customers = customers;
    this.next = customers.iterator();
  }

  static Review of(KeyedStateBackend<String> backend, String stateName) {
    Stream<String> keys = backend.getKeys(stateName, VoidNamespace.INSTANCE);
    if (backend instanceof HeapKeyedStateBackend) {
      // A table on the heap cannot be walked while it changes; one on disk is walked as it was.
      List<String> copied = keys.toList();
      keys.close();
      return new Review(copied.stream());
    }
    return new Review(keys);
  }

  /** What is done with one customer. */
  interface Step {
    void review(String customer) throws Exception;
  }

  /**
   * Goes on with the next few.
   *
   * @return whether there are more
   */
  boolean next(Step step) throws Exception {
    for (int i = 0; i < BATCH && next.hasNext(); i++) {
      step.review(next.next());
    }
    return next.hasNext();
  }

  @Override
  public void close() {
    customers.close();
  }
}
