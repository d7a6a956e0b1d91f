package io.offerflow.pipeline.demo;

/**
 * The ids of the city's events: {@code e-0}, {@code e-1} ... in the order in which they are made.
 */
final class EventNumber {
  private static final String PREFIX = "e-";

  private EventNumber() {}

  static String id(long number) {
    return PREFIX + number;
  }

  /** The number of such an id, or -1 when it is none. */
  static long of(String id) {
    if (id == null || !id.startsWith(PREFIX) || id.length() == PREFIX.length()) {
      return -1;
    }
    long number = 0;
    for (int i = PREFIX.length(); i < id.length(); i++) {
      int digit = id.charAt(i) - '0';
      if (digit < 0 || digit > 9 || number > Long.MAX_VALUE / 20) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
