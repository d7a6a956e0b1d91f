package io.offerflow.tag;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.Written;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One customer's tags. A tag counts up to, not including, its end, whether or not the timer of its
 * end has fired; until it has, the tag is still known here.
 */
public final class Tags implements Written {
  private final TreeMap<String, Long> ends = new TreeMap<>();

  /** What counts at that instant, epoch milliseconds. */
  public SortedSet<String> at(long instant) {
    SortedSet<String> alive = new TreeSet<>();
    ends.forEach(
        (tag, end) -> {
          if (end > instant) {
            alive.add(tag);
          }
        });
    return alive;
  }

  /** The earliest end; Long.MAX_VALUE when there is none. */
  public long nextEnd() {
    long next = Long.MAX_VALUE;
    for (long end : ends.values()) {
      next = Math.min(next, end);
    }
    return next;
  }

  /** Those whose end is that instant or lies before it. */
  public SortedSet<String> endedAt(long instant) {
    SortedSet<String> ended = new TreeSet<>();
    ends.forEach(
        (tag, end) -> {
          if (end <= instant) {
            ended.add(tag);
          }
        });
    return ended;
  }

  /** Whether it is known, be it at its end. */
  public boolean has(String tag) {
    return ends.containsKey(tag);
  }

  /** Sets it, or renews it: the end may also come earlier than it was. */
  public void set(String tag, long end) {
    ends.put(tag, end);
  }

  /** Takes in those of another id of the same customer: the later end holds. */
  public void join(Tags other) {
    other.ends.forEach((tag, end) -> ends.merge(tag, end, Math::max));
  }

  public void remove(String tag) {
    ends.remove(tag);
  }

  /** By tag, the first instant at which it no longer counts. */
  public SortedMap<String, Long> ends() {
    return new TreeMap<>(ends);
  }

  @Override
  public boolean isEmpty() {
    return ends.isEmpty();
  }

  /** Writes them relative to the writer's base. */
  @Override
  public void write(BlobWriter out) {
    out.unsigned(ends.size());
    for (Map.Entry<String, Long> tag : ends.entrySet()) {
      out.text(tag.getKey());
      out.time(tag.getValue());
    }
  }

  public static Tags read(BlobReader in) {
    Tags tags = new Tags();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      tags.ends.put(in.text(), in.time());
    }
    return tags;
  }
}
