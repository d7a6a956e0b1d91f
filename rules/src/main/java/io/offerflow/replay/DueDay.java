package io.offerflow.replay;

import io.offerflow.decision.CustomerView;
import io.offerflow.decision.CustomerView.Value;
import io.offerflow.workspace.Moment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/** When a day that a campaign waits for is due, or was; in her local time. */
record DueDay(CustomerView her) {

  /** A day that comes once for each value of its attribute. */
  String of(Moment.Date date) {
    Value value = her.attributes().get(date.attribute());
    int days = date.offsetDays();
    String away = days == 0 ? "" : Math.abs(days) + "d " + (days < 0 ? "before" : "after") + " ";
    if (value != null && value.shown() instanceof LocalDate day) {
      return due(day.plusDays(days), date.at()) + ", once for each customer." + date.attribute();
    }
    return unsaid(value, date.attribute(), date.at() + ", " + away);
  }

  /** A day of every year. */
  String of(Moment.Yearly yearly) {
    Value value = her.attributes().get(yearly.attribute());
    if (value != null && value.shown() instanceof LocalDate day) {
      LocalDate next = day.withYear(now().getYear());
      next = isPast(next, yearly.at()) ? day.withYear(now().getYear() + 1) : next;
      return due(next, yearly.at()) + ", every year by customer." + yearly.attribute();
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

  private String due(LocalDate day, LocalTime at) {
    String was = isPast(day, at) ? "was" : "is";
    return "its moment " + was + " due by the clock on " + day + " at " + at;
  }

  private boolean isPast(LocalDate day, LocalTime at) {
    return ZonedDateTime.of(day, at, her.zone()).isBefore(now());
  }

  private ZonedDateTime now() {
    return Instant.ofEpochMilli(her.now()).atZone(her.zone());
  }
}
