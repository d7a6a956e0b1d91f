package io.offerflow.feature;

import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;

/**
 * Where calendar windows begin, by local day: nearly all customers who have an event now are in the
 * same day of few time zones. Remembers some of what it was asked last, as what it would find anew;
 * safe to share between threads, because what it remembers never changes.
 */
final class Beginnings {
  private static final int ROOM = 16;
  private static final long DAY = TimeUnit.DAYS.toSeconds(1);

  private final Window.Calendar window;
  private final Known[] known = new Known[ROOM];

  /**
   * What {@link Window#edge} says on that day.
   *
   * @param day since 1970-01-01, by her clock
   */
  private record Known(ZoneId zone, long day, long edge) {}

  Beginnings(Window.Calendar window) {
    this.window = window;
  }

  /** As {@link Window#edge}. */
  long edge(long now, ZoneId zone) {
    Instant instant = Instant.ofEpochMilli(now);
    int offset = zone.getRules().getOffset(instant).getTotalSeconds();
    long day = Math.floorDiv(instant.getEpochSecond() + offset, DAY);
    int place = (int) (zone.hashCode() + day) & ROOM - 1;
    Known recent = known[place];
    if (recent == null || recent.day != day || !recent.zone.equals(zone)) {
      recent = new Known(zone, day, window.edge(now, zone));
      known[place] = recent;
    }
    return recent.edge;
  }
}
