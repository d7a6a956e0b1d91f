package io.offerflow.workspace;

/**
 * From an instant, included, to another, not included; epoch milliseconds. Whole days are resolved
 * in the workspace's time zone when the file is read, the last day included.
 */
public record Period(long fromMillis, long toMillis) {
  public static final Period ALWAYS = new Period(Long.MIN_VALUE, Long.MAX_VALUE);

  public boolean contains(long epochMillis) {
    return epochMillis >= fromMillis && epochMillis < toMillis;
  }
}
