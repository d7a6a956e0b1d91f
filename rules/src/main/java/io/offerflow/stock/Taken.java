package io.offerflow.stock;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.stock.Resource.Kind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a contact uses of what is bounded, so that it can be given back once.
 *
 * @param amounts by kind; none of them 0
 */
public record Taken(Map<Kind, Long> amounts) {
  public static final Taken NOTHING = new Taken(Map.of());

  public Taken {
    Map<Kind, Long> copy = new EnumMap<>(Kind.class);
    copy.putAll(amounts);
    amounts = Collections.unmodifiableMap(copy);
  }

  public boolean isEmpty() {
    return amounts.isEmpty();
  }

  public boolean has(Kind kind) {
    return amounts.containsKey(kind);
  }

  Taken with(Kind kind, long amount) {
    Map<Kind, Long> more = new EnumMap<>(Kind.class);
    more.putAll(amounts);
    more.put(kind, amount);
    return new Taken(more);
  }

  /** All of it is free again. */
  public void giveBack(Grants grants, String campaign, String offer) {
    amounts.forEach(
        (kind, amount) -> {
          boolean ofOffer = kind == Kind.STOCK || kind == Kind.ACCEPTED;
          grants.giveBack(new Resource(kind, ofOffer ? offer : campaign), amount);
        });
  }

  public void write(BlobWriter out) {
    out.unsigned(amounts.size());
    amounts.forEach(
        (kind, amount) -> {
          out.unsigned(kind.ordinal());
          out.unsigned(amount);
        });
  }

  public static Taken read(BlobReader in) {
    int count = in.count();
    Map<Kind, Long> amounts = new EnumMap<>(Kind.class);
    for (int i = 0; i < count; i++) {
      int kind = (int) Math.min(in.unsigned(), Kind.values().length);
      if (kind == Kind.values().length) {
        throw new CorruptBlobException("no kind of resource");
      }
      amounts.put(Kind.values()[kind], in.unsigned());
    }
    return new Taken(amounts);
  }
}
