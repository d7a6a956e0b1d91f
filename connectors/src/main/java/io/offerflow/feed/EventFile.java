package io.offerflow.feed;

import io.offerflow.codec.DeadLetter;
import io.offerflow.event.Event;
import io.offerflow.event.Schema;
import io.offerflow.workspace.Feed;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A file of events: NDJSON, or foreign through a feed; read line by line. */
public final class EventFile implements Closeable {

  /**
   * @param feed null for NDJSON in Offerflow's own form
   * @param deadLetters hears of each line that is no event
   */
  public static EventFile open(
      Path file, Feed feed, Schema schema, Consumer<DeadLetter> deadLetters) throws IOException {
    throw new UnsupportedOperationException("being written");
  }

  /** The next event, or null at the end. */
  public Event next() throws IOException {
    throw new UnsupportedOperationException("being written");
  }

  @Override
  public void close() throws IOException {}
}
