package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.condition.EventValues;
import io.offerflow.event.Event;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code distinct}: the latest time of each value. The {@value #MOST} values seen last are enough:
 * when all of them are inside of the window the feature stands at {@value #MOST} anyway.
 *
 * <p>At most {@value #MOST} values of up to {@value #LONGEST} characters each; a longer one is kept
 * as the first 120 bits of its SHA-256.
 */
final class DistinctStore extends Store {
  static final int MOST = 128;
  private static final int LONGEST = 21;
  private static final int DIGEST_BYTES = 15;

  private final Feature feature;
  private final long retention;

  DistinctStore(Feature feature) {
    super(alone(feature), feature.event(), feature.where());
    this.feature = feature;
    this.retention = Span.of(feature.window()).retention();
  }

  @Override
  long retention() {
    return retention;
  }

  @Override
  Open empty() {
    return new Distinct();
  }

  @Override
  boolean isTimed() {
    return retention != Span.FOR_EVER;
  }

  @Override
  Open read(int head, long newest, BlobReader in) {
    Distinct distinct = new Distinct();
    if (retention == Span.FOR_EVER) {
      for (int left = in.count(); left > 0; left--) {
        distinct.texts.add(in.plainText());
      }
      return distinct;
    }
    long unit = TimeCode.unit(head);
    long time = newest;
    int size = in.count();
    distinct.times = new long[size + 1];
    for (int i = 0; i < size; i++) {
      distinct.times[i] = time;
      distinct.texts.add(in.plainText());
      if (i < size - 1) {
        time -= in.unsigned() * unit;
      }
    }
    return distinct;
  }

  /** The text that stands for a value: equal ones have equal texts. */
  static String textOf(Object value) {
    String text =
        value instanceof Set<?> set
            ? set.stream().map(String::valueOf).collect(Collectors.joining("\n"))
            : Decimals.plain(value).toString();
    return text.length() <= LONGEST ? text : '#' + digest(text);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private final class Distinct implements Open {
    /** From the newest to the oldest; without times, in no order, for a whole life. */
    private final List<String> texts = new ArrayList<>();

    private long[] times = new long[4];

    @Override
    public int add(Event event, long now) {
      Object value = EventValues.of(event, feature.field());
      if (value == null) {
        return 0;
      }
      if (!Column.fits(event, feature.currency())) {
        return 1;
      }
      String text = textOf(value);
      if (retention == Span.FOR_EVER) {
        enter(text);
      } else if (!Span.isPast(event.time(), retention, now)) {
        forget(now);
        enter(text, event.time());
      }
      return 0;
    }

    @Override
    public void join(Open other, long now) {
      Distinct theirs = (Distinct) other;
      if (retention == Span.FOR_EVER) {
        theirs.texts.forEach(this::enter);
        return;
      }
      forget(now);
      for (int i = 0; i < theirs.texts.size(); i++) {
        enter(theirs.texts.get(i), theirs.times[i]);
      }
    }

    @Override
    public Open with(Open before, long now) {
      join(before, now);
      return this;
    }

    private void enter(String text) {
      if (texts.size() < MOST && !texts.contains(text)) {
        texts.add(text);
      }
    }

    private void forget(long now) {
      int size = texts.size();
      while (size > 0 && Span.isPast(times[size - 1], retention, now)) {
        texts.remove(--size);
      }
    }

    private void enter(String text, long time) {
      int known = texts.indexOf(text);
      if (known >= 0) {
        if (times[known] >= time) {
          return;
        }
        remove(known);
      }
      int at = texts.size();
      while (at > 0 && times[at - 1] <= time) {
        at--;
      }
      if (texts.size() == times.length) {
        times = Arrays.copyOf(times, times.length + 8);
      }
      System.arraycopy(times, at, times, at + 1, texts.size() - at);
      times[at] = time;
      texts.add(at, text);
      if (texts.size() > MOST) {
        texts.remove(MOST);
      }
    }

    private void remove(int at) {
      System.arraycopy(times, at + 1, times, at, texts.size() - at - 1);
      texts.remove(at);
    }

    @Override
    public boolean isEmpty() {
      return texts.isEmpty();
    }

    @Override
    public long newest() {
      return times[0];
    }

    @Override
    public Object value(Reading reading, long edge) {
      int count = texts.size();
      if (retention != Span.FOR_EVER) {
        while (count > 0 && times[count - 1] <= edge) {
          count--;
        }
      }
      return BigDecimal.valueOf(count);
    }

    @Override
    public long nextFall(Reading reading, long length, long after, BigDecimal line) {
      long fall = NEVER;
      for (int i = 0; i < texts.size() && times[i] + length >= after; i++) {
        // All of one time leave together.
        int newer = i;
        while (i + 1 < texts.size() && times[i + 1] == times[i]) {
          i++;
        }
        boolean below = BigDecimal.valueOf(newer).compareTo(line) < 0;
        if (below && BigDecimal.valueOf(i + 1L).compareTo(line) >= 0) {
          fall = times[i] + length;
        }
      }
      return fall;
    }

    @Override
    public Store store() {
      return DistinctStore.this;
    }

    @Override
    public int head() {
      int unitCode = TimeCode.coarsest();
      for (int i = 0; isTimed() && i < texts.size(); i++) {
        unitCode = TimeCode.coarsest(times[i], unitCode);
      }
      return TimeCode.head(0, unitCode);
    }

    @Override
    public void write(BlobWriter out, int head) {
      int size = texts.size();
      if (retention == Span.FOR_EVER) {
        out.unsigned(size);
        texts.forEach(out::plainText);
        return;
      }
      int unitCode = TimeCode.unitCode(head);
      out.unsigned(size);
      for (int i = 0; i < size; i++) {
        out.plainText(texts.get(i));
        if (i < size - 1) {
          out.unsigned(TimeCode.inUnits(times[i] - times[i + 1], unitCode));
        }
      }
    }
  }
}
