package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.Fingerprint;
import io.offerflow.condition.Condition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One log of events for all features over the same events: their times are kept and read once,
 * however many windows and fields look at them.
 */
final class LogStore extends Store {
  private final List<Column> columns;
  private final boolean counting;

  /** Of each length of window, the shortest first. */
  private final long[] retentions;

  /** The finest resolution that windows of that length and longer ones ask. */
  private final long[] resolutions;

  private final int bound;

  private LogStore(Builder builder) {
    super(builder.definition, builder.event, builder.where);
    columns = List.copyOf(builder.columns);
    counting = builder.counting;
    List<Span> spans = new ArrayList<>(builder.spans);
    spans.sort(Comparator.comparingLong(Span::retention));
    retentions = spans.stream().mapToLong(Span::retention).toArray();
    resolutions = spans.stream().mapToLong(Span::resolution).toArray();
    for (int i = resolutions.length - 2; i >= 0; i--) {
      resolutions[i] = Math.min(resolutions[i], resolutions[i + 1]);
    }
    long[] cells = spans.stream().mapToLong(Span::cells).toArray();
    bound = LogMerge.bound(columns.size() + (counting ? 1 : 0), cells);
  }

  List<Column> columns() {
    return columns;
  }

  /** The column of that hash, or null. */
  Column column(int key) {
    return columns.stream().filter(column -> column.key() == key).findFirst().orElse(null);
  }

  /** Whether an event matters even if it carries none of the fields. */
  boolean isCounting() {
    return counting;
  }

  @Override
  long retention() {
    return retentions[retentions.length - 1];
  }

  /** How far apart merged events of that time may be: the finest that a window around it asks. */
  long resolution(long time, long now) {
    for (int i = 0; i < retentions.length; i++) {
      if (!Span.isPast(time, retentions[i], now)) {
        return resolutions[i];
      }
    }
    return Long.MAX_VALUE;
  }

  /** How many lengths of windows are shorter than the longest. */
  int shorterWindows() {
    return retentions.length - 1;
  }

  /** The earliest time that is not past for windows of that length. */
  long begin(int length, long now) {
    return now - retentions[length];
  }

  /** How many entries a log has at most once its older events were merged. */
  int bound() {
    return bound;
  }

  @Override
  Open empty() {
    return new EventLog(this);
  }

  @Override
  boolean isTimed() {
    return true;
  }

  @Override
  Open read(int head, long newest, BlobReader in) {
    return LogCode.read(in, head, newest, this);
  }

  static String definition(Feature feature) {
    return "log\n" + events(feature);
  }

  /** Collects the features of one log. */
  static final class Builder {
    private final String definition;
    private final String event;
    private final Condition where;
    private final List<Column> columns = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private boolean counting;

    Builder(Feature first) {
      definition = LogStore.definition(first);
      event = first.event();
      where = first.where();
    }

    /** Returns the column that the feature reads, -1 for none. */
    int add(Feature feature) {
      Span span = Span.of(feature.window());
      if (!spans.contains(span)) {
        spans.add(span);
      }
      if (feature.aggregate() == Aggregate.COUNT) {
        counting = true;
        return -1;
      }
      Column added = column(feature);
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        if (column.definition().equals(added.definition())) {
          columns.set(i, column.forAnother(feature.aggregate()));
          return i;
        }
        if (column.key() == added.key()) {
          throw new IllegalArgumentException(
              "the fields of feature "
                  + feature.name()
                  + " and of another over the same events"
                  + " have the same hash; change one: "
                  + String.join(", ", column.field(), added.field()));
        }
      }
      columns.add(added);
      return columns.size() - 1;
    }

    LogStore build() {
      return new LogStore(this);
    }

    private static Column column(Feature feature) {
      String currency = feature.currency();
      // A field that becomes another type in a later bundle must not meet its old values.
      String kind = feature.type().isNumeric() ? "number" : feature.type().word();
      String definition =
          String.join("\n", feature.field(), currency == null ? "" : currency, kind);
      return new Column(
          Fingerprint.shortOf(definition),
          definition,
          feature.field(),
          currency,
          ColumnTotal.need(feature.aggregate()),
          1);
    }
  }
}
