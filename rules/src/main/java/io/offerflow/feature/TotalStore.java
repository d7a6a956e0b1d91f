package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.condition.EventValues;
import io.offerflow.event.Event;
import java.math.BigDecimal;

/** A feature over the customer's whole life: a running total, no events. */
final class TotalStore extends Store {
  private final Feature feature;
  private final int needs;

  TotalStore(Feature feature) {
    super(alone(feature), feature.event(), feature.where());
    this.feature = feature;
    this.needs = ColumnTotal.need(feature.aggregate());
  }

  @Override
  long retention() {
    return Span.FOR_EVER;
  }

  @Override
  Open empty() {
    return new Total(null);
  }

  @Override
  boolean isTimed() {
    return false;
  }

  @Override
  Open read(int head, long newest, BlobReader in) {
    return new Total(ColumnTotal.read(in, needs));
  }

  private final class Total implements Open {
    private ColumnTotal total;

    Total(ColumnTotal total) {
      this.total = total;
    }

    @Override
    public int add(Event event, long now) {
      Object value = null;
      if (feature.field() != null) {
        value = Decimals.plain(EventValues.of(event, feature.field()));
        if (value == null) {
          return 0;
        }
      }
      if (!Column.fits(event, feature.currency())) {
        return 1;
      }
      ColumnTotal one = ColumnTotal.of(value, event.time(), needs);
      if (total == null) {
        total = one;
      } else if (event.time() < total.firstTime) {
        total.absorbOlder(one);
      } else {
        one.absorbOlder(total);
        total = one;
      }
      return 0;
    }

    @Override
    public void join(Open other, long now) {
      ColumnTotal joined = ((Total) other).total;
      joined.absorbOlder(total);
      total = joined;
    }

    /** A total does not say of which events it is: the one of more knows those of the other. */
    @Override
    public Open with(Open before, long now) {
      return ((Total) before).total.count > total.count ? before : this;
    }

    @Override
    public boolean isEmpty() {
      return total == null;
    }

    @Override
    public long newest() {
      return Long.MAX_VALUE;
    }

    @Override
    public Object value(Reading reading, long edge) {
      Tally tally = new Tally(feature.aggregate());
      tally.add(total);
      return tally.result();
    }

    @Override
    public long nextFall(Reading reading, long length, long after, BigDecimal line) {
      return NEVER;
    }

    @Override
    public Store store() {
      return TotalStore.this;
    }

    @Override
    public int head() {
      return 0;
    }

    @Override
    public void write(BlobWriter out, int head) {
      total.write(out, needs);
    }
  }
}
