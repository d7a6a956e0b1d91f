package io.offerflow.feature;

import java.util.concurrent.TimeUnit;

/**
 * How long a window needs its events, and how coarse they may get.
 *
 * @param retention milliseconds for which an event can be inside, in whatever time zone
 * @param resolution milliseconds by which the far edge may be off once there are many events: 1/256
 *     of the length
 */
record Span(long retention, long resolution) {
  static final long FOR_EVER = Long.MAX_VALUE;

  /**
   * A local day, week or month can be longer than its nominal length when clocks are set back, by
   * two hours at most. A change of the customer's zone makes it no longer than that either.
   */
  private static final long CLOCKS_SET_BACK = TimeUnit.HOURS.toMillis(3);

  private static final int PARTS = 256;

  static Span of(Window window) {
    if (window instanceof Window.Rolling rolling) {
      return new Span(rolling.lengthMillis(), part(rolling.lengthMillis()));
    }
    if (window instanceof Window.Calendar calendar) {
      long nominal =
          switch (calendar.unit()) {
            case DAY -> TimeUnit.DAYS.toMillis(1);
            case WEEK -> TimeUnit.DAYS.toMillis(7);
            case MONTH -> TimeUnit.DAYS.toMillis(31);
          };
      return new Span(nominal + CLOCKS_SET_BACK, part(nominal));
    }
    return new Span(FOR_EVER, FOR_EVER);
  }

  /**
   * Whether an event of that time matters no more at {@code now}. One exactly at the far edge is
   * outside of the window, but still says that the feature falls at this instant.
   */
  static boolean isPast(long time, long retention, long now) {
    return retention != FOR_EVER && time < now - retention;
  }

  /** Into how many parts of that resolution the events that it needs can fall at most. */
  long cells() {
    return retention / resolution + 1;
  }

  private static long part(long length) {
    return Math.max(1, length / PARTS);
  }
}
