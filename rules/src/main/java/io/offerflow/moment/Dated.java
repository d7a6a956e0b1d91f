package io.offerflow.moment;

import io.offerflow.blob.Fingerprint;
import io.offerflow.workspace.Moment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A campaign that waits for a day of hers.
 *
 * @param key of its entry in her state; the entry survives a new bundle as long as what it waits
 *     for is the same
 * @param attribute of type date
 * @param yearly whether that day comes every year
 * @param offsetDays from the date to the day; 0 when yearly
 */
record Dated(
    int campaign, int key, String attribute, boolean yearly, int offsetDays, LocalTime at) {

  static Dated of(int campaign, String id, Moment.Date date) {
    int key =
        Fingerprint.shortOf(
            "date",
            id,
            date.attribute(),
            Integer.toString(date.offsetDays()),
            date.at().toString());
    return new Dated(campaign, key, date.attribute(), false, date.offsetDays(), date.at());
  }

  static Dated of(int campaign, String id, Moment.Yearly yearly) {
    int key = Fingerprint.shortOf("yearly", id, yearly.attribute(), yearly.at().toString());
    return new Dated(campaign, key, yearly.attribute(), true, 0, yearly.at());
  }

  /** The instant of a date that comes once, epoch milliseconds. */
  long due(LocalDate date, ZoneId zone) {
    return instant(date.plusDays(offsetDays), zone);
  }

  /** The instant of a date that comes every year, in that year. */
  long due(LocalDate date, int year, ZoneId zone) {
    // withYear makes 28 February of 29 February in years that have none.
    return instant(date.withYear(year), zone);
  }

  /** The first year in which the instant is not before that one. */
  int firstYear(LocalDate date, long from, ZoneId zone) {
    int year = Instant.ofEpochMilli(from).atZone(zone).getYear();
    while (due(date, year, zone) < from) {
      year++;
    }
    return year;
  }

  /** A skipped local time moves forward by the gap, of two the first counts: as {@code of} does. */
  private long instant(LocalDate day, ZoneId zone) {
    return ZonedDateTime.of(day, at, zone).toInstant().toEpochMilli();
  }
}
