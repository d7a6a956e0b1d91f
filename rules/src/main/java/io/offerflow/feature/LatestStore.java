package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.condition.EventValues;
import io.offerflow.event.Event;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * {@code latest}: one event is enough whatever the window, as no later event can be older than the
 * window's far edge while this one is inside. At most one value and its time.
 */
final class LatestStore extends Store {
  private final Feature feature;
  private final long retention;
  private final boolean ofTime;

  LatestStore(Feature feature) {
    super(alone(feature), feature.event(), feature.where());
    this.feature = feature;
    this.retention = Span.of(feature.window()).retention();
    this.ofTime = feature.field().equals("time");
  }

  @Override
  long retention() {
    return retention;
  }

  @Override
  Open empty() {
    return new Latest();
  }

  @Override
  boolean isTimed() {
    return true;
  }

  @Override
  Open read(int head, long newest, BlobReader in) {
    Latest latest = new Latest();
    latest.time = newest;
    latest.value = ofTime ? Instant.ofEpochMilli(latest.time) : Cell.read(in);
    return latest;
  }

  private final class Latest implements Open {
    private long time;
    private Object value;

    @Override
    public int add(Event event, long now) {
      Object entering = EventValues.of(event, feature.field());
      if (entering == null) {
        return 0;
      }
      if (!Column.fits(event, feature.currency())) {
        return 1;
      }
      boolean newest = value == null || event.time() >= time;
      if (newest && !Span.isPast(event.time(), retention, now)) {
        time = event.time();
        value = Decimals.plain(entering);
      }
      return 0;
    }

    @Override
    public void join(Open other, long now) {
      Latest theirs = (Latest) other;
      if (theirs.time >= time) {
        time = theirs.time;
        value = theirs.value;
      }
    }

    @Override
    public Open with(Open before, long now) {
      return ((Latest) before).time > time ? before : this;
    }

    @Override
    public boolean isEmpty() {
      return value == null;
    }

    @Override
    public long newest() {
      return time;
    }

    @Override
    public Object value(Reading reading, long edge) {
      return time > edge ? value : null;
    }

    @Override
    public long nextFall(Reading reading, long length, long after, BigDecimal line) {
      // When the latest leaves the window nothing is left, and missing is not below.
      return NEVER;
    }

    @Override
    public Store store() {
      return LatestStore.this;
    }

    @Override
    public int head() {
      return 0;
    }

    @Override
    public void write(BlobWriter out, int head) {
      if (!ofTime) {
        Cell.write(out, value);
      }
    }
  }
}
