package io.offerflow.pipeline.demo;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What time it is for whom. The demonstration runs on the wall clock, and at night the contact
 * policy would rightly keep nearly everything back; so most citizens live by a time zone in which
 * it is day when the demonstration starts. The others keep Shanghai's, whatever the hour there.
 */
final class Clocks {
  private static final String HOME_ZONE = "Asia/Shanghai";
  private static final int PERCENT_AWAKE = 85;
  private static final int DAY_BEGINS = 10;
  private static final int DAY_ENDS = 19;

  private static final List<String> ZONES =
      List.of(
          "Pacific/Auckland",
          "Australia/Sydney",
          "Asia/Tokyo",
          "Asia/Shanghai",
          "Asia/Bangkok",
          "Asia/Dhaka",
          "Asia/Karachi",
          "Asia/Dubai",
          "Europe/Helsinki",
          "Europe/Berlin",
          "Europe/London",
          "Atlantic/Azores",
          "America/Sao_Paulo",
          "America/New_York",
          "America/Chicago",
          "America/Denver",
          "America/Los_Angeles",
          "Pacific/Honolulu");

  /** How much happens in each local hour, 1 at the busiest. */
  private static final double[] RHYTHM = {
    0.15, 0.08, 0.05, 0.05, 0.05, 0.10, 0.30, 0.70, 1.00, 0.85, 0.75, 0.80,
    0.95, 0.85, 0.75, 0.75, 0.80, 0.95, 1.00, 0.95, 0.90, 0.75, 0.50, 0.30
  };

  private final List<ZoneId> awake;

  Clocks(Instant start) {
    this.awake = ZONES.stream().map(ZoneId::of).filter(zone -> isDay(start, zone)).toList();
  }

  /** The time zone of a new citizen. */
  ZoneId zone(SplittableRandom random) {
    boolean day = random.nextInt(100) < PERCENT_AWAKE;
    return day ? awake.get(random.nextInt(awake.size())) : ZoneId.of(HOME_ZONE);
  }

  static int hour(long time, ZoneId zone) {
    return Instant.ofEpochMilli(time).atZone(zone).getHour();
  }

  /** How likely somebody is to do anything in that local hour, 0 to 1. */
  static double activity(int hour) {
    return RHYTHM[hour];
  }

  private static boolean isDay(Instant start, ZoneId zone) {
    int hour = start.atZone(zone).getHour();
    return hour >= DAY_BEGINS && hour < DAY_ENDS;
  }
}
