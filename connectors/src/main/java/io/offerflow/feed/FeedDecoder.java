package io.offerflow.feed;

import io.offerflow.codec.Decoded;
import io.offerflow.codec.EventDecoder;
import io.offerflow.codec.Refusal;
import io.offerflow.codec.Utf8;
import io.offerflow.codec.ValueChecks;
import io.offerflow.event.Event;
import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import io.offerflow.event.Schema;
import io.offerflow.workspace.Feed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps one record of a foreign feed onto an event. Not safe for two threads.
 *
 * <p>Cells are parsed by the type of the field they are for; an empty or blank one is missing. In
 * JSON a number or a boolean is a cell of its text, so a foreign {@code 17} can be an id. A cell
 * for {@code texts} is a set of one; a JSON array is a set.
 */
public final class FeedDecoder {
  private static final String NO_HEADER = "the columns of the feed are named by no header";

  /** How one field or attribute of the event is found: {@code constant} where it is not null. */
  private record Source(String name, CellParser parser, int column, Object constant) {
    Object read(Row row) throws Refusal {
      return constant != null ? constant : parser.read(row, column);
    }
  }

  /** All that depends on what the columns are called. */
  private record Mapping(
      Rows rows,
      TextPattern id,
      TextPattern customer,
      TimeParser time,
      List<Source> fields,
      List<Source> set) {}

  private final Feed feed;
  private final Schema schema;
  private final EventType type;
  private final long aheadMillis;
  private Mapping mapping;

  /**
   * @throws IllegalArgumentException in a sentence, when the feed names a type, field, attribute or
   *     column that is not there
   */
  public FeedDecoder(Feed feed, Schema schema, long aheadMillis) {
    this.feed = feed;
    this.schema = schema;
    this.aheadMillis = aheadMillis;
    this.type = schema.events().get(feed.event());
    if (type == null) {
      throw new IllegalArgumentException("there is no event type `" + feed.event() + "`");
    }
    if (feed.format() instanceof Feed.Json) {
      mapping = map(new JsonRows());
    } else if (feed.format() instanceof Feed.Delimited form && !form.columns().isEmpty()) {
      mapping = map(new DelimitedRows(form.separator(), form.columns()));
    }
  }

  /** Whether the first line of a file is a header, to be given to {@link #readHeader}. */
  boolean hasHeader() {
    return feed.format() instanceof Feed.Delimited form && form.header();
  }

  /**
   * Takes the names of the columns from a file's first line, unless the feed gives them itself.
   *
   * @throws IllegalArgumentException in a sentence, when a column that the feed needs is not there
   */
  void readHeader(byte[] line) {
    Feed.Delimited form = (Feed.Delimited) feed.format();
    if (!form.columns().isEmpty()) {
      return;
    }
    try {
      String text = new String(line, StandardCharsets.UTF_8);
      mapping =
          map(new DelimitedRows(form.separator(), DelimitedRows.header(form.separator(), text)));
    } catch (Refusal e) {
      throw new IllegalArgumentException("the header cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Never throws, whatever the bytes are.
   *
   * @param record a line without its end, or a Kafka record's value; null is one without a value
   * @param file what {@code {file}} stands for: a file's base name, or topic-partition
   * @param line what {@code {line}} stands for: the line from 1, or the offset
   * @param recordTimestamp epoch milliseconds, or {@link EventDecoder#NO_TIMESTAMP}
   */
  public Decoded decode(byte[] record, String file, long line, long recordTimestamp) {
    try {
      return new Decoded.Good(read(record, file, line, recordTimestamp));
    } catch (Refusal refusal) {
      return refusal.toBad();
    }
  }

  private Event read(byte[] record, String file, long line, long recordTimestamp) throws Refusal {
    if (record == null) {
      throw new Refusal(Refusal.BAD_ROW, "the record has no value");
    }
    if (!Utf8.isValid(record)) {
      throw new Refusal(Refusal.BAD_ROW, "the bytes are not UTF-8");
    }
    if (mapping == null) {
      throw new Refusal(Refusal.BAD_ROW, NO_HEADER);
    }
    ValueChecks.type(type.name());
    Row row = mapping.rows().read(new String(record, StandardCharsets.UTF_8));
    String id = mapping.id().fill(row, file, line);
    String customer = mapping.customer().fill(row, file, line);
    long time = mapping.time().read(row);
    EventDecoder.requireNotAhead(time, recordTimestamp, aheadMillis);
    Event event =
        new Event(type.name(), id, customer, time, fields(mapping, row), change(mapping, row));
    ValueChecks.complete(event);
    return event;
  }

  private static Fields fields(Mapping mapping, Row row) throws Refusal {
    if (mapping.fields().isEmpty()) {
      return Fields.NONE;
    }
    Fields.Builder fields = new Fields.Builder();
    for (Source source : mapping.fields()) {
      Object value = source.read(row);
      if (value != null) {
        fields.put(source.name(), value);
      }
    }
    return fields.build();
  }

  private ProfileChange change(Mapping mapping, Row row) throws Refusal {
    if (!type.name().equals("profile")) {
      return null;
    }
    Map<String, Object> set = new LinkedHashMap<>();
    for (Source source : mapping.set()) {
      Object value = source.read(row);
      if (value != null) {
        set.put(source.name(), value);
      }
    }
    return ProfileChange.set(set);
  }

  private Mapping map(Rows rows) {
    Columns columns = new Columns(rows);
    return new Mapping(
        rows,
        new TextPattern("id", feed.id(), columns),
        new TextPattern("customer", feed.customer(), columns),
        new TimeParser(feed.time(), columns),
        sources(feed.fields(), type.fields(), "field `%s` of " + type.name(), columns),
        sources(feed.set(), schema.customer(), "attribute `%s`", columns));
  }

  private static List<Source> sources(
      Map<String, Feed.Origin> origins,
      Map<String, Field> declared,
      String label,
      Columns columns) {
    List<Source> sources = new ArrayList<>();
    origins.forEach(
        (name, origin) -> {
          String called = label.formatted(name);
          Field field = declared.get(name);
          if (field == null) {
            throw new IllegalArgumentException("there is no " + called);
          }
          sources.add(source(field, called, origin, columns));
        });
    return List.copyOf(sources);
  }

  private static Source source(Field field, String label, Feed.Origin origin, Columns columns) {
    CellParser parser = new CellParser(field, label);
    if (origin.column() != null) {
      return new Source(field.name(), parser, columns.of(origin.column()), null);
    }
    try {
      return new Source(field.name(), parser, -1, parser.constant(origin.value()));
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
