package io.offerflow.pipeline.cli;

import io.offerflow.codec.DeadLetter;
import io.offerflow.event.Event;
import io.offerflow.event.Schema;
import io.offerflow.feed.EventFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Several files as one stream: the file whose next event is the earliest goes next, ties in the
 * order of the command line; within a file the order stays as it is.
 */
final class MergedEvents implements Closeable {
  private final List<Head> heads = new ArrayList<>();
  private boolean started;

  MergedEvents(List<EventSource> sources, Schema schema, Consumer<DeadLetter> deadLetters) {
    try {
      for (EventSource source : sources) {
        heads.add(
            new Head(source, EventFile.open(source.file(), source.feed(), schema, deadLetters)));
      }
    } catch (IOException e) {
      close();
      throw Stop.outside("cannot read the files of events: " + e.getMessage(), e);
    }
  }

  /**
   * The next event, or null at the end.
   *
   * @param until events later than that, epoch milliseconds, are left out; null for none
   */
  Event next(Long until) {
    if (!started) {
      heads.forEach(head -> head.advance(until));
      started = true;
    }
    Head earliest = null;
    for (Head head : heads) {
      if (head.event != null && (earliest == null || head.event.time() < earliest.event.time())) {
        earliest = head;
      }
    }
    if (earliest == null) {
      return null;
    }
    Event event = earliest.event;
    earliest.advance(until);
    return event;
  }

  @Override
  public void close() {
    for (Head head : heads) {
      try {
        head.file.close();
      } catch (IOException e) {
        throw Stop.outside("cannot close " + head.source.file(), e);
      }
    }
  }

  /** A file and the event that it is at. */
  private static final class Head {
    private final EventSource source;
    private final EventFile file;
    private Event event;

    Head(EventSource source, EventFile file) {
      this.source = source;
      this.file = file;
    }

    void advance(Long until) {
      try {
        do {
          event = file.next();
        } while (event != null && until != null && event.time() > until);
      } catch (IOException e) {
        throw Stop.outside("cannot read " + source.file() + ": " + e.getMessage(), e);
      }
    }
  }
}
