package io.offerflow.replay;

import io.offerflow.decision.CustomerView;
import io.offerflow.decision.CustomerView.Value;
import io.offerflow.workspace.Moment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/**
 * When a day that a campaign waits for is due, or was; in her local time.
 *
 * @param due epoch milliseconds; null where it is not to come
 */
record DueDay(CustomerView her, Long due) {

  /** A day that comes once for each value of its attribute. */
  String of(Moment.Date date) {
    Value value = her.attributes().get(date.attribute());
    int days = date.offsetDays();
    if (value != null && value.shown() instanceof LocalDate known) {
      LocalDate day = known.plusDays(days);
      String once = ", once for each customer." + date.attribute();
      // Her clock may show less than it did, when she has travelled west.
      boolean back = due == null && !ZonedDateTime.of(day, date.at(), her.zone()).isBefore(now());
      return back
          ? "its moment was before, when "
              + day
              + " "
              + date.at()
              + " had come where she was"
              + once
          : due(due == null ? "was" : "is", day, date.at()) + once;
    }
    String away = days == 0 ? "" : Math.abs(days) + "d " + (days < 0 ? "before" : "after") + " ";
    return unsaid(value, date.attribute(), date.at() + ", " + away);
  }

  /** A day of every year. */
  String of(Moment.Yearly yearly) {
    Value value = her.attributes().get(yearly.attribute());
    if (value != null && due != null && value.shown() instanceof LocalDate day) {
      int year = Instant.ofEpochMilli(due).atZone(her.zone()).getYear();
      return due("is", day.withYear(year), yearly.at())
          + ", every year by customer."
          + yearly.attribute();
    }
    return unsaid(value, yearly.attribute(), yearly.at() + " of the year's ");
  }

  /** What can be said of a day that is missing, or personal. */
  private static String unsaid(Value value, String attribute, String when) {
    String name = "customer." + attribute;
    return value == null
        ? name + " is missing"
        : "its moment comes by the clock, at " + when + name;
  }

  private static String due(String word, LocalDate day, LocalTime at) {
    return "its moment " + word + " due by the clock on " + day + " at " + at;
  }

  private ZonedDateTime now() {
    return Instant.ofEpochMilli(her.now()).atZone(her.zone());
  }
}
