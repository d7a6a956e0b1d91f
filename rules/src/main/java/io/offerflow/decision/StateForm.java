package io.offerflow.decision;

import static io.offerflow.decision.CustomerState.NEVER;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;

/**
 * A customer's state as bytes, in version 2: a head, then each {@link Part} that she has with its
 * length before it, then what nearly every event touches. Every form that was ever released is read
 * for ever: docs/upgrades.md.
 */
final class StateForm {
  private static final int VERSION = 2;

  private static final int HAS_NOW = 1;
  private static final int SETTLED = 2;

  /** Her last event was at {@code now}, as it mostly is. */
  private static final int LAST_IS_NOW = 4;

  private static final int HAS_LAST = 8;
  private static final int PARTS_SHIFT = 4;
  private static final int ERASED = 1 << PARTS_SHIFT + Part.COUNT;
  private static final int IS_MERGED = ERASED << 1;

  private StateForm() {}

  static void write(BlobWriter out, CustomerState state) {
    int present = state.parts.present();
    out.writeByte(VERSION);
    out.beginPart();
    out.unsigned(flags(state) | (long) present << PARTS_SHIFT);
    if (state.now != NEVER) {
      out.time(state.now);
    }
    if (state.lastEvent != NEVER && state.lastEvent != state.now) {
      out.time(state.lastEvent);
    }
    if (state.erasedAt != NEVER) {
      out.time(state.erasedAt);
    }
    if (state.mergedInto != null) {
      out.text(state.mergedInto.into());
      out.time(state.mergedInto.time());
    }
    state.parts.write(out, present);
    out.beginPart();
    if (state.now != NEVER) {
      out.base(state.now);
    }
    state.seen.write(out);
    state.features.write(out);
  }

  private static int flags(CustomerState state) {
    boolean hasLast = state.lastEvent != NEVER;
    boolean lastIsNow = hasLast && state.lastEvent == state.now;
    return (state.now != NEVER ? HAS_NOW : 0)
        | (state.settled ? SETTLED : 0)
        | (lastIsNow ? LAST_IS_NOW : 0)
        | (hasLast && !lastIsNow ? HAS_LAST : 0)
        | (state.erasedAt != NEVER ? ERASED : 0)
        | (state.mergedInto != null ? IS_MERGED : 0);
  }

  /**
   * @param free a state that nobody needs, to become the one that is read; null for none
   */
  static CustomerState read(BlobReader in, CustomerState free) {
    int version = in.readByte();
    if (version == StateForm1.VERSION) {
      return StateForm1.read(in);
    }
    if (version != VERSION) {
      throw new CorruptBlobException(
          "state of version " + version + "; this Offerflow reads versions up to " + VERSION);
    }
    in.beginPart();
    long flags = in.unsigned();
    if (flags >>> PARTS_SHIFT + Part.COUNT + 2 != 0) {
      throw new CorruptBlobException("flags " + flags);
    }
    long now = (flags & HAS_NOW) != 0 ? in.time() : NEVER;
    long lastEvent = (flags & LAST_IS_NOW) != 0 ? now : (flags & HAS_LAST) != 0 ? in.time() : NEVER;
    long erasedAt = (flags & ERASED) != 0 ? in.time() : NEVER;
    MergedInto mergedInto = (flags & IS_MERGED) != 0 ? new MergedInto(in.text(), in.time()) : null;
    CustomerState state = free == null ? new CustomerState() : free;
    state.parts.fill(in, (int) (flags >>> PARTS_SHIFT) & (1 << Part.COUNT) - 1);
    if (now != NEVER) {
      in.base(now);
    }
    state.seen.fill(in);
    state.features.fill(in);
    state.forgetTimezone();
    state.now = now;
    state.settled = (flags & SETTLED) != 0;
    state.lastEvent = lastEvent;
    state.erasedAt = erasedAt;
    state.mergedInto = mergedInto;
    return state;
  }
}
