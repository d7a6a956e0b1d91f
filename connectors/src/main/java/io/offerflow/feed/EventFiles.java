package io.offerflow.feed;

import io.offerflow.event.Event;
import java.io.IOException;
import java.util.List;

/** Several files as one. */
public final class EventFiles {
  private EventFiles() {}

  /**
   * The events of all files: the file whose next event is the earliest goes next, of equal ones the
   * first in the list. Each file keeps its own order, even where its times go back. Closing it
   * closes the files. Reads one event ahead in each file.
   */
  public static EventSource merge(List<EventFile> files) {
    return files.size() == 1 ? files.get(0) : new Merged(List.copyOf(files));
  }

  private static final class Merged implements EventSource {
    private final List<EventFile> files;
    private final Event[] heads;
    private boolean begun;

    Merged(List<EventFile> files) {
      this.files = files;
      this.heads = new Event[files.size()];
    }

    @Override
    public Event next() throws IOException {
      if (!begun) {
        begun = true;
        for (int i = 0; i < heads.length; i++) {
          heads[i] = files.get(i).next();
        }
      }
      int first = -1;
      for (int i = 0; i < heads.length; i++) {
        if (heads[i] != null && (first < 0 || heads[i].time() < heads[first].time())) {
          first = i;
        }
      }
      if (first < 0) {
        return null;
      }
      Event next = heads[first];
      heads[first] = files.get(first).next();
      return next;
    }

    @Override
    public void close() throws IOException {
      IOException failed = null;
      for (EventFile file : files) {
        try {
          file.close();
        } catch (IOException e) {
          failed = failed == null ? e : failed;
        }
      }
      if (failed != null) {
        throw failed;
      }
    }
  }
}
