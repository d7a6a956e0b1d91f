package io.offerflow.policy;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.Written;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What a customer answered, as far as suppression looks back: of each kind of response the latest
 * time, by the answered decision's offer, category and class. At most {@value #LIMIT} are kept;
 * beyond that the oldest goes.
 */
public final class Responses implements Written {
  static final int LIMIT = 256;

  /**
   * What was answered, and how.
   *
   * @param category empty when the offer had none
   */
  record Key(String kind, String offer, String category, String contactClass)
      implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = kind.compareTo(other.kind);
      order = order != 0 ? order : offer.compareTo(other.offer);
      order = order != 0 ? order : category.compareTo(other.category);
      return order != 0 ? order : contactClass.compareTo(other.contactClass);
    }
  }

  private final Map<Key, Long> latest = new TreeMap<>();

  /**
   * @param time of the response, epoch milliseconds
   */
  void add(String kind, Contact answered, long time) {
    String category = Objects.requireNonNullElse(answered.category(), "");
    latest.merge(
        new Key(kind, answered.offer(), category, answered.contactClass()), time, Math::max);
    if (latest.size() > LIMIT) {
      latest.remove(oldest());
    }
  }

  private Key oldest() {
    return latest.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  /** The time of the latest response that is sought; Long.MIN_VALUE when there is none. */
  long latest(Predicate<Key> sought) {
    long found = Long.MIN_VALUE;
    for (Map.Entry<Key, Long> entry : latest.entrySet()) {
      if (entry.getValue() > found && sought.test(entry.getKey())) {
        found = entry.getValue();
      }
    }
    return found;
  }

  /**
   * Drops what suppresses nothing any more.
   *
   * @param lookBack by kind, in milliseconds
   */
  void forget(long now, ToLongFunction<String> lookBack) {
    latest
        .entrySet()
        .removeIf(entry -> entry.getValue() <= now - lookBack.applyAsLong(entry.getKey().kind()));
  }

  /** Adds what another id of the same customer answered. */
  public void join(Responses other) {
    other.latest.forEach((key, time) -> latest.merge(key, time, Math::max));
    while (latest.size() > LIMIT) {
      latest.remove(oldest());
    }
  }

  @Override
  public boolean isEmpty() {
    return latest.isEmpty();
  }

  /** Writes them relative to the writer's base. */
  @Override
  public void write(BlobWriter out) {
    out.unsigned(latest.size());
    latest.forEach(
        (key, time) -> {
          out.text(key.kind());
          out.text(key.offer());
          out.text(key.category());
          out.text(key.contactClass());
          out.time(time);
        });
  }

  public static Responses read(BlobReader in) {
    Responses responses = new Responses();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      Key key = new Key(in.text(), in.text(), in.text(), in.text());
      responses.latest.put(key, in.time());
    }
    return responses;
  }
}
