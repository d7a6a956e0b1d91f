package io.offerflow.workspace;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a foreign file or topic maps onto events.
 *
 * @param topic the Kafka topic it is read from by the job, or null for files only
 * @param id a pattern of {@code {file}}, {@code {line}} and columns
 * @param customer a pattern of columns
 * @param sort whether the file is put in order of time first, stably
 * @param fields event field to where its value comes from; empty for a profile feed
 * @param set customer attribute to where its value comes from; for a profile feed
 */
public record Feed(
    String name,
    String topic,
    Format format,
    String event,
    String id,
    String customer,
    Time time,
    boolean sort,
    Map<String, Origin> fields,
    Map<String, Origin> set) {
  public Feed {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
  }

  /** What a line looks like. */
  public sealed interface Format {}

  /**
   * @param separator null for runs of white space
   * @param header whether the first line names the columns
   * @param columns their names; empty when the header says them
   */
  public record Delimited(Character separator, boolean header, List<String> columns)
      implements Format {
    public Delimited {
      columns = List.copyOf(columns);
    }
  }

  /** A JSON object a line; columns are JSON pointers. */
  public record Json() implements Format {}

  /** Where the time of an event comes from. */
  public sealed interface Time {}

  /**
   * A column in a pattern of java.time.
   *
   * @param zone for patterns without an offset
   */
  public record Patterned(String column, String pattern, ZoneId zone) implements Time {}

  /** A column that counts from the epoch, in {@code ms} or {@code s}. */
  public record Epoch(String column, long millisPerUnit) implements Time {}

  public record Fixed(Instant value) implements Time {}

  /** Where a value comes from: exactly one of the two is not null. */
  public record Origin(String column, Object value) {}
}
