package io.offerflow.learning;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A version of what is known. Immutable; shared by all threads. */
public final class Model implements Knowledge {
  /** Before anything was learned. */
  public static final Model EMPTY = new Model(0, Long.MIN_VALUE, Map.of());

  private static final int FORM = 1;

  private final long number;
  private final long asOf;
  private final Map<Arm, Counts> arms;
  private final String version;

  Model(long number, long asOf, Map<Arm, Counts> arms) {
    this.number = number;
    this.asOf = asOf;
    this.arms = Collections.unmodifiableMap(new HashMap<>(arms));
    long hash = 0;
    for (Map.Entry<Arm, Counts> entry : this.arms.entrySet()) {
      hash += Versions.hash(entry.getKey(), entry.getValue());
    }
    this.version = Versions.text(number, hash);
  }

  /** Greater for every later version of the same learner. */
  public long number() {
    return number;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public long asOf() {
    return asOf;
  }

  @Override
  public Counts of(Arm arm) {
    return arms.getOrDefault(arm, Counts.NONE);
  }

  public Map<Arm, Counts> arms() {
    return arms;
  }

  /** The same bytes for the same version. */
  public byte[] toBytes() {
    BlobWriter out = new BlobWriter();
    out.writeByte(FORM);
    out.unsigned(number);
    out.fixedLong(asOf);
    out.unsigned(arms.size());
    new TreeMap<>(arms)
        .forEach(
            (arm, counts) -> {
              out.text(arm.offer());
              out.text(arm.channel());
              out.text(arm.context());
              out.fixedLong(Double.doubleToLongBits(counts.contacts()));
              out.fixedLong(Double.doubleToLongBits(counts.accepted()));
              out.fixedLong(counts.asOf());
            });
    return out.toBytes();
  }

  /**
   * Reads {@link #toBytes} back.
   *
   * @throws CorruptBlobException when that has not written them
   */
  public static Model of(byte[] bytes) {
    BlobReader in = new BlobReader(bytes);
    int form = in.readByte();
    if (form != FORM) {
      throw new CorruptBlobException(
          "a model of form " + form + "; this Offerflow reads forms up to " + FORM);
    }
    long number = in.unsigned();
    long asOf = in.fixedLong();
    int size = in.count();
    Map<Arm, Counts> arms = new HashMap<>();
    for (int i = 0; i < size; i++) {
      Arm arm = new Arm(in.text(), in.text(), in.text());
      arms.put(arm, counts(in));
    }
    if (!in.isAtEnd()) {
      throw new CorruptBlobException("bytes are left over behind a model");
    }
    return new Model(number, asOf, arms);
  }

  private static Counts counts(BlobReader in) {
    double contacts = Double.longBitsToDouble(in.fixedLong());
    double accepted = Double.longBitsToDouble(in.fixedLong());
    long asOf = in.fixedLong();
    // Not a number fails this, too.
    if (!(accepted >= 0 && accepted <= contacts && contacts < Double.POSITIVE_INFINITY)) {
      throw new CorruptBlobException("counts that no learner has written");
    }
    return new Counts(contacts, accepted, asOf);
  }

  @Override
  public String toString() {
    return "model " + version;
  }
}
