package io.offerflow.policy;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.Written;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one customer granted and refused, by channel and purpose. Of two events the later in event
 * time holds, at equal times the refusal (contract 4.11).
 */
public final class Consents implements Written {
  private static final String ALL_PURPOSES = "";

  private record Key(String channel, String purpose) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byChannel = channel.compareTo(other.channel);
      return byChannel != 0 ? byChannel : purpose.compareTo(other.purpose);
    }
  }

  private record Said(long time, boolean granted) {
    Said or(Said other) {
      if (other == null || time > other.time) {
        return this;
      }
      return other.time > time || !other.granted ? other : this;
    }

    /** The same, said late enough that what holds for all purposes does not override it. */
    Said standing(Said forAll) {
      if (forAll == null || forAll.granted == granted || time > forAll.time) {
        return this;
      }
      return new Said(granted ? forAll.time + 1 : forAll.time, granted);
    }
  }

  private final Map<Key, Said> said = new TreeMap<>();

  /**
   * @param purpose null for all
   * @param time of the event, epoch milliseconds
   */
  public void put(String channel, String purpose, boolean granted, long time) {
    Key key = new Key(channel, purpose == null ? ALL_PURPOSES : purpose);
    said.put(key, new Said(time, granted).or(said.get(key)));
  }

  /** What she said last of that channel for that purpose; null when she said nothing. */
  public Boolean latest(String channel, String purpose) {
    Said holds = inForce(new Key(channel, purpose));
    return holds == null ? null : holds.granted();
  }

  /**
   * Takes in what another id of the same customer said: where either refuses she refuses, whoever
   * said it later.
   */
  public void join(Consents other) {
    Map<Key, Said> joined = new TreeMap<>();
    for (Key key : keysOf(other)) {
      joined.put(key, joined(key, other));
    }
    said.clear();
    joined.forEach(
        (key, value) ->
            said.put(key, value.standing(joined.get(new Key(key.channel(), ALL_PURPOSES)))));
  }

  private Set<Key> keysOf(Consents other) {
    Set<Key> keys = new TreeSet<>(said.keySet());
    keys.addAll(other.said.keySet());
    return keys;
  }

  private Said joined(Key key, Consents other) {
    Said mine = inForce(key);
    Said theirs = other.inForce(key);
    if (mine == null || theirs == null) {
      return mine == null ? theirs : mine;
    }
    return mine.granted() == theirs.granted() ? mine.or(theirs) : mine.granted() ? theirs : mine;
  }

  private Said inForce(Key key) {
    Said forThis = said.get(key);
    Said forAll = said.get(new Key(key.channel(), ALL_PURPOSES));
    return forThis == null ? forAll : forThis.or(forAll);
  }

  /** Her refusals in force, which outlive an erasure. */
  public Consents refusals() {
    Consents kept = new Consents();
    said.forEach(
        (key, value) -> {
          Said forAll = said.get(new Key(key.channel(), ALL_PURPOSES));
          if (!value.granted() && !value.or(forAll).granted()) {
            kept.said.put(key, value);
          }
        });
    return kept;
  }

  @Override
  public boolean isEmpty() {
    return said.isEmpty();
  }

  /** Each time after the one before it: consents are mostly given together. */
  @Override
  public void write(BlobWriter out) {
    out.unsigned(said.size());
    long before = BlobWriter.EPOCH;
    for (Map.Entry<Key, Said> entry : said.entrySet()) {
      Said value = entry.getValue();
      out.text(entry.getKey().channel());
      out.text(entry.getKey().purpose());
      out.signed((value.time() - before) * 2 + (value.granted() ? 1 : 0));
      before = value.time();
    }
  }

  public static Consents read(BlobReader in) {
    Consents consents = new Consents();
    long before = BlobWriter.EPOCH;
    for (int left = in.count(); left > 0; left--) {
      Key key = new Key(in.text(), in.text());
      long value = in.signed();
      before += value >> 1;
      consents.said.put(key, new Said(before, (value & 1) != 0));
    }
    return consents;
  }

  /** As states of version 1 hold them. */
  public static Consents readVersion1(BlobReader in) {
    Consents consents = new Consents();
    for (int left = in.count(); left > 0; left--) {
      Key key = new Key(in.text(), in.text());
      long value = in.signed();
      consents.said.put(key, new Said(value >> 1, (value & 1) != 0));
    }
    return consents;
  }
}
