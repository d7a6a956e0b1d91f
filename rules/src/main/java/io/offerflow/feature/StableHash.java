package io.offerflow.feature;

import java.nio.charset.StandardCharsets;

/** A 32-bit hash that stays the same for ever: it is written into customers' states. */
final class StableHash {
  private StableHash() {}

  /** FNV-1a over UTF-8, finished as in MurmurHash3 so that all bits depend on all bytes. */
  static int of(String text) {
    int hash = 0x811C9DC5;
    for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (next & 0xFF)) * 0x01000193;
    }
    hash ^= hash >>> 16;
    hash *= 0x85EBCA6B;
    hash ^= hash >>> 13;
    hash *= 0xC2B2AE35;
    return hash ^ hash >>> 16;
  }
}
