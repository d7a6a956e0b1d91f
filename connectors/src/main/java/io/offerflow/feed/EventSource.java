package io.offerflow.feed;

import io.offerflow.event.Event;
import java.io.Closeable;
import java.io.IOException;

/** Events one after another. Not safe for two threads. */
public interface EventSource extends Closeable {

  /** The next event, or null at the end. */
  Event next() throws IOException;
}
