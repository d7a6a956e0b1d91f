package io.offerflow.blob;

/**
 * Short stand-ins for long names in a customer's state, the same in every run and every version.
 *
 * <p>FNV-1a over UTF-16 units, finished with the mixer of SplitMix64 so that all bits depend on all
 * input. Not for anything that an adversary could gain from.
 */
public final class Fingerprint {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Fingerprint() {}

  /** 64 bits of these parts in this order; null and the empty text differ. */
  public static long of(String... parts) {
    long hash = OFFSET;
    for (String part : parts) {
      hash = addPart(hash, part);
    }
    return mix(hash);
  }

  /** The same of two parts. */
  public static long of(String first, String second) {
    return mix(addPart(addPart(OFFSET, first), second));
  }

  /** 32 bits of the same. */
  public static int shortOf(String... parts) {
    return (int) of(parts);
  }

  private static long addPart(long hash, String part) {
    return add(part == null ? add(hash, 0x10000) : add(hash, part), 0x10001);
  }

  private static long add(long hash, String text) {
    long sum = hash;
    for (int i = 0; i < text.length(); i++) {
      sum = add(sum, text.charAt(i));
    }
    return sum;
  }

  private static long add(long hash, int unit) {
    return (hash ^ unit) * PRIME;
  }

  private static long mix(long hash) {
    long mixed = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
