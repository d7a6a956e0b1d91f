package io.offerflow.drl;

/** Sings as soon as anything loads it: what rule files in tests reach for. */
public final class Canary {
  static {
    Cage.empty = true;
  }

  /** What is left of a canary. */
  static final class Cage {
    static volatile boolean empty;

    private Cage() {}
  }

  private Canary() {}

  public static boolean sing() {
    return true;
  }
}
