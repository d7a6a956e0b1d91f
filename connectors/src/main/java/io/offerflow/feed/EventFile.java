package io.offerflow.feed;

import io.offerflow.codec.DeadLetter;
import io.offerflow.codec.Decoded;
import io.offerflow.codec.EventDecoder;
import io.offerflow.codec.Refusal;
import io.offerflow.event.Event;
import io.offerflow.event.Schema;
import io.offerflow.workspace.Feed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * A file of events: NDJSON, or foreign through a feed; read line by line, unpacked where it is
 * packed. Blank lines are skipped. A line longer than 10 MB is a dead letter of which the first 64
 * KiB are kept.
 *
 * <p>A feed with {@code sort} holds all events of the file in memory, from the first {@link #next}
 * on: some 300 bytes each, so a million events take 300 MB. Dead letters come in order of the file
 * all the same.
 */
public final class EventFile implements EventSource {
  private final String name;
  private final LineReader lines;
  private final EventDecoder json;
  private final FeedDecoder feed;
  private final boolean sort;
  private final Consumer<DeadLetter> deadLetters;
  private List<Event> sorted;
  private int given;

  private EventFile(
      String name, Feed feed, Schema schema, Consumer<DeadLetter> deadLetters, LineReader lines) {
    this.name = name;
    this.lines = lines;
    this.json = feed == null ? new EventDecoder(schema, 0) : null;
    this.feed = feed == null ? null : new FeedDecoder(feed, schema, 0);
    this.sort = feed != null && feed.sort();
    this.deadLetters = deadLetters;
  }

  /**
   * Opens a file, and reads its header where the feed has one.
   *
   * @param feed null for NDJSON in Offerflow's own form
   * @param deadLetters hears of each line that is no event
   * @throws UnfitFileException when a column that the feed needs is not in it, or it is no text
   * @throws IOException when the file cannot be read
   */
  public static EventFile open(
      Path file, Feed feed, Schema schema, Consumer<DeadLetter> deadLetters) throws IOException {
    RecordFile records = RecordFile.open(file);
    LineReader lines = new LineReader(records.bytes());
    try {
      EventFile opened = new EventFile(records.name(), feed, schema, deadLetters, lines);
      opened.readHeader();
      return opened;
    } catch (IllegalArgumentException e) {
      lines.close();
      throw new UnfitFileException(
          file + " does not fit the feed " + feed.name() + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  @Override
  public Event next() throws IOException {
    if (!sort) {
      return read();
    }
    if (sorted == null) {
      sorted = readAll();
    }
    if (given == sorted.size()) {
      return null;
    }
    // Let go of what was given, so that it can be collected.
    return sorted.set(given++, null);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private void readHeader() throws IOException {
    if (feed == null || !feed.hasHeader()) {
      return;
    }
    byte[] line = lines.next();
    while (line != null && isBlank(line)) {
      line = lines.next();
    }
    if (line != null) {
      feed.readHeader(line);
    }
  }

  private List<Event> readAll() throws IOException {
    List<Event> events = new ArrayList<>();
    for (Event event = read(); event != null; event = read()) {
      events.add(event);
    }
    events.sort(Comparator.comparingLong(Event::time));
    return events;
  }

  private Event read() throws IOException {
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      if (isBlank(line)) {
        continue;
      }
      Decoded decoded = decode(line);
      if (decoded instanceof Decoded.Good good) {
        return good.event();
      }
      Decoded.Bad bad = (Decoded.Bad) decoded;
      deadLetters.accept(new DeadLetter(bad.reason(), name + ":" + lines.number(), line));
    }
    return null;
  }

  private Decoded decode(byte[] line) {
    if (lines.tooLong()) {
      return new Decoded.Bad(Refusal.TOO_LONG, "the line is longer than 10 MB");
    }
    return feed == null
        ? json.decode(line, EventDecoder.NO_TIMESTAMP)
        : feed.decode(line, name, lines.number(), EventDecoder.NO_TIMESTAMP);
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
