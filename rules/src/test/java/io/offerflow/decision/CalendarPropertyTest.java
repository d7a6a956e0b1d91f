package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.ProfileChange;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.LongPredicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * What goes by a calendar, around the days on which calendars go wrong: changes of summer time
 * (some at midnight, some by half an hour or two, one by a whole day), leap days, the ends of
 * weeks, months and years. The oracle looks at nothing but what a clock in her place shows, minute
 * by minute.
 */
class CalendarPropertyTest {
  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;
  private static final int CUSTOMERS = 60;

  private static final List<ZoneId> ZONES =
      List.of(
              "UTC",
              "Asia/Shanghai",
              "Europe/Berlin",
              "America/New_York",
              "America/Santiago",
              "America/Havana",
              "America/Sao_Paulo",
              "America/Nuuk",
              "Asia/Beirut",
              "Asia/Tehran",
              "Asia/Kathmandu",
              "Africa/Cairo",
              "Africa/Casablanca",
              "Antarctica/Troll",
              "Australia/Lord_Howe",
              "Pacific/Chatham",
              "Pacific/Apia")
          .stream()
          .map(ZoneId::of)
          .toList();

  /** One draw of chance: rules, a customer's place, and an instant on a hard day there. */
  private static final class Chance {
    private final Random random;

    Chance(long seed) {
      random = new Random(seed);
    }

    <T> T oneOf(List<T> from) {
      return from.get(random.nextInt(from.size()));
    }

    /** Any minute of the day; often one at which clocks are changed. */
    LocalTime time() {
      return random.nextBoolean()
          ? LocalTime.ofSecondOfDay(random.nextInt(24 * 60) * 60)
          : LocalTime.of(random.nextInt(4), 15 * random.nextInt(4));
    }

    /** A local day from 2011 on, on which a calendar can go wrong, or the day after or before. */
    LocalDate day(ZoneId zone) {
      int year = 2011 + random.nextInt(24);
      LocalDate day =
          switch (random.nextInt(4)) {
            case 0 -> LocalDate.of(year, 12, 31);
            case 1 -> LocalDate.of(year, 2, 1).plusMonths(1).minusDays(1);
            case 2 -> LocalDate.of(year, 1 + random.nextInt(12), 1).plusDays(random.nextInt(31));
            default -> change(zone, LocalDate.of(year, 1, 1));
          };
      return day.plusDays(random.nextInt(3) - 1);
    }

    private LocalDate change(ZoneId zone, LocalDate from) {
      var next = zone.getRules().nextTransition(from.atStartOfDay(ZoneOffset.UTC).toInstant());
      return next == null ? from : next.getDateTimeBefore().toLocalDate();
    }

    long instant(ZoneId zone) {
      long start = day(zone).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      long minute = start + random.nextInt(36 * 60) * MINUTE - 12 * 60 * MINUTE;
      return random.nextBoolean() ? minute : minute + random.nextInt((int) MINUTE);
    }
  }

  private static LocalDateTime shown(long instant, ZoneId zone) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(instant), zone);
  }

  /** The first whole minute after an instant of which that is true. */
  private static long firstAfter(long instant, LongPredicate is) {
    long at = Math.floorDiv(instant, MINUTE) * MINUTE + MINUTE;
    for (long last = at + 40 * DAY; at < last; at += MINUTE) {
      if (is.test(at)) {
        return at;
      }
    }
    return Long.MAX_VALUE;
  }

  private static void recharge(Story story, long time) {
    story.event(Event.of("recharge", "e-" + time, Story.CUSTOMER, time, Story.fields()));
  }

  /** Somebody new, of whom that is known. */
  private static void meet(Story story, long time, Map<String, Object> attributes) {
    story.from(null).event(Event.profile("p", Story.CUSTOMER, time, ProfileChange.set(attributes)));
  }

  private static TestWorkspace workspace(String policy) {
    return new TestWorkspace()
        .policy(policy + "classes: {sales: {}}\nconsent: {sms: opt-out}\n")
        .campaign("each", "{event: recharge}", "");
  }

  /** The rules of one channel, and when they hold by a clock. */
  private record Quiet(LocalTime from, LocalTime to, LocalDateTime black, LocalDateTime white) {
    static Quiet of(Chance chance, ZoneId zone) {
      LocalTime from = chance.time();
      LocalTime to = from.plusMinutes(1 + chance.random.nextInt(24 * 60 - 1));
      LocalDateTime black = chance.day(zone).atTime(chance.time());
      return new Quiet(from, to, black, black.plusMinutes(1 + chance.random.nextInt(2000)));
    }

    @Override
    public String toString() {
      return "quiet hours: {sms: \"%s-%s\"}\nwhen quiet: hold\nblackouts: [{from: %s, to: %s}]\n"
          .formatted(from, to, black, white);
    }

    boolean holds(LocalDateTime clock) {
      boolean begun = !clock.toLocalTime().isBefore(from);
      boolean over = !clock.toLocalTime().isBefore(to);
      boolean night = from.isBefore(to) ? begun && !over : begun || !over;
      return night || !clock.isBefore(black) && clock.isBefore(white);
    }
  }

  /** Quiet hours and blackouts, until when they hold, and when the next ones begin. */
  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void quietIsWhatHerClockShows(@ForAll long seed) {
    Chance chance = new Chance(seed);
    ZoneId where = chance.oneOf(ZONES);
    Quiet rules = Quiet.of(chance, where);
    try (Story story = Story.of(workspace(rules.toString()))) {
      for (int i = 0; i < CUSTOMERS; i++) {
        ZoneId zone = i % 2 == 0 ? where : chance.oneOf(ZONES);
        long now = chance.instant(zone);
        meet(story, now - 1, Map.of("timezone", zone.getId()));
        recharge(story, now);

        LongPredicate quiet = at -> rules.holds(shown(at, zone));
        String about = rules + "in " + zone + " at " + Instant.ofEpochMilli(now);
        if (quiet.test(now)) {
          long end = firstAfter(now, quiet.negate());
          assertThat(story.result("each")).as(about).isEqualTo("quiet");
          assertThat(story.considered("each").free()).as(about).isEqualTo(end);
          assertThat(story.outcome().nextDue()).as(about).isEqualTo(end);
        } else {
          long deadline = Math.min(now + DAY, firstAfter(now, quiet));
          assertThat(story.result("each")).as(about).isEqualTo("won");
          assertThat(story.decision().choice().deadline()).as(about).isEqualTo(deadline);
        }
      }
    }
  }

  /** A cap of one a day, week or month of hers. */
  @Property(tries = 9, shrinking = ShrinkingMode.OFF)
  void aWindowOfTheCalendarBeginsWhereHerCalendarTurns(@ForAll long seed) {
    Chance chance = new Chance(seed);
    String unit = chance.oneOf(List.of("day", "week", "month"));
    try (Story story = Story.of(workspace("caps: [{max: 1, since: " + unit + "}]\n"))) {
      for (int i = 0; i < CUSTOMERS; i++) {
        ZoneId zone = chance.oneOf(ZONES);
        long first = chance.instant(zone);
        long second = first + chance.random.nextInt(3 * 24 * 60) * MINUTE;
        meet(story, first - 1, Map.of("timezone", zone.getId()));
        recharge(story, first);
        recharge(story, second);

        String about = unit + " in " + zone + " at " + first + " and " + second;
        LocalDate current = beginning(unit, shown(second, zone).toLocalDate());
        boolean same = beginning(unit, shown(first, zone).toLocalDate()).equals(current);
        assertThat(story.result("each")).as(about).isEqualTo(same ? "cap" : "won");
        LongPredicate turned =
            at -> !beginning(unit, shown(at, zone).toLocalDate()).equals(current);
        assertThat(story.considered("each").free())
            .as(about)
            .isEqualTo(same ? firstAfter(second, turned) : null);
      }
    }
  }

  private static LocalDate beginning(String unit, LocalDate day) {
    LocalDate first = day;
    while (unit.equals("week") && first.getDayOfWeek() != DayOfWeek.MONDAY
        || unit.equals("month") && first.getDayOfMonth() != 1) {
      first = first.minusDays(1);
    }
    return first;
  }

  /**
   * When her clock shows that day and time first; where it never does, as long after the change as
   * it would have been.
   */
  private static long when(LocalDateTime wanted, ZoneId zone) {
    long start = wanted.toInstant(ZoneOffset.UTC).toEpochMilli() - 30 * 60 * MINUTE;
    for (long at = start; at < start + 3 * DAY; at += MINUTE) {
      if (shown(at, zone).equals(wanted)) {
        return at;
      }
      LocalDateTime next = shown(at + MINUTE, zone);
      if (shown(at, zone).isBefore(wanted) && next.isAfter(wanted)) {
        return at + Duration.between(shown(at, zone), wanted).toMillis();
      }
    }
    throw new AssertionError(wanted + " in " + zone);
  }

  /** A date that comes once, before and after her time zone becomes another one. */
  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void aDateIsDueWhenHerClockShowsIt(@ForAll long seed) {
    Chance chance = new Chance(seed);
    LocalTime time = chance.time();
    int offset = chance.random.nextInt(81) - 40;
    String moment = "{date: birth_date, offset: " + offset + "d, at: \"" + time + "\"}";
    try (Story story = Story.of(new TestWorkspace().campaign("day", moment, ""))) {
      for (int i = 0; i < CUSTOMERS; i++) {
        ZoneId zone = chance.oneOf(ZONES);
        ZoneId other = chance.oneOf(ZONES);
        LocalDateTime wanted = chance.day(zone).atTime(time);
        LocalDate value = wanted.toLocalDate().minusDays(offset);
        long due = when(wanted, zone);
        long now = due - chance.random.nextInt(48 * 60) * MINUTE;
        String about = moment + " of " + value + " in " + zone + ", then " + other + ", at " + now;

        meet(story, now, Map.of("timezone", zone.getId(), "birth_date", value));
        assertThat(story.outcome().nextDue()).as(about).isEqualTo(due);
        long moved = when(wanted, other);
        story.event(
            Event.profile(
                "q", Story.CUSTOMER, now, ProfileChange.set(Map.of("timezone", other.getId()))));
        boolean past = moved < now && moved != due;
        assertThat(story.outcome().nextDue()).as(about).isEqualTo(past ? Long.MAX_VALUE : moved);
      }
    }
  }

  /** A day that comes every year, for six of them. */
  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void aYearlyDayIsDueOnceAYear(@ForAll long seed) {
    Chance chance = new Chance(seed);
    LocalTime time = chance.time();
    String moment = "{yearly: birth_date, at: \"" + time + "\"}";
    try (Story story = Story.of(new TestWorkspace().campaign("day", moment, ""))) {
      for (int i = 0; i < CUSTOMERS / 3; i++) {
        ZoneId zone = chance.oneOf(ZONES);
        LocalDate value = chance.day(zone).withYear(chance.oneOf(List.of(1996, 1999, 2000)));
        int year = 2011 + chance.random.nextInt(20);
        List<Long> dues = new ArrayList<>();
        for (int later = 0; later < 6; later++) {
          dues.add(when(inYear(value, year + later).atTime(time), zone));
        }
        long now = when(LocalDate.of(year, 1, 1).atStartOfDay(), zone);
        meet(story, now, Map.of("timezone", zone.getId(), "birth_date", value));
        story.step(new Input.Wakeup(Story.CUSTOMER, dues.get(5)));

        assertThat(story.outcome().decisions())
            .as(moment + " of " + value + " in " + zone)
            .extracting(Decision::time)
            .containsExactlyElementsOf(dues);
      }
    }
  }

  private static LocalDate inYear(LocalDate day, int year) {
    boolean leapDay = day.getMonthValue() == 2 && day.getDayOfMonth() == 29;
    int dayOfMonth = leapDay && !Year.isLeap(year) ? 28 : day.getDayOfMonth();
    return LocalDate.of(year, day.getMonthValue(), dayOfMonth);
  }

  /** Her age, the days to a date, the hour and the weekday, all counted on her clock. */
  @Property(tries = 6, shrinking = ShrinkingMode.OFF)
  void conditionsCountByHerCalendar(@ForAll long seed) {
    Chance chance = new Chance(seed);
    String schema =
        "customer: {born: date, day: date, age: number, days: number, hour: number,"
            + " weekday: text, push_token: text}\nevents: {recharge: {amount: number}}\n";
    String conditions =
        "if:\n  - age(customer.born) == customer.age\n  - days_until(customer.day) == customer.days\n"
            + "  - 0 - days_since(customer.day) == customer.days\n  - hour == customer.hour\n"
            + "  - weekday == customer.weekday\n";
    TestWorkspace workspace =
        new TestWorkspace()
            .file("schema.yaml", schema)
            .campaign("each", "{event: recharge}", conditions);
    try (Story story = Story.of(workspace)) {
      for (int i = 0; i < CUSTOMERS; i++) {
        ZoneId zone = chance.oneOf(ZONES);
        long now = chance.instant(zone);
        LocalDate today = shown(now, zone).toLocalDate();
        LocalDate born =
            today.minusYears(chance.random.nextInt(90)).minusDays(chance.random.nextInt(3));
        LocalDate day = today.plusDays(chance.random.nextInt(801) - 400);
        Map<String, Object> attributes =
            Map.of(
                "timezone", zone.getId(),
                "born", born,
                "day", day,
                "age", BigDecimal.valueOf(birthdays(born, today)),
                "days", BigDecimal.valueOf(steps(today, day)),
                "hour", BigDecimal.valueOf(shown(now, zone).getHour()),
                "weekday", today.getDayOfWeek().name().substring(0, 3).toLowerCase(Locale.ROOT));
        meet(story, now - 1, attributes);
        recharge(story, now);

        assertThat(story.considered("each"))
            .as(attributes + " at " + Instant.ofEpochMilli(now))
            .extracting(considered -> considered.result().word())
            .isEqualTo("won");
      }
    }
  }

  private static int birthdays(LocalDate born, LocalDate today) {
    int birthdays = 0;
    while (!inYear(born, born.getYear() + birthdays + 1).isAfter(today)) {
      birthdays++;
    }
    return birthdays;
  }

  private static int steps(LocalDate from, LocalDate to) {
    int direction = from.isBefore(to) ? 1 : -1;
    int steps = 0;
    for (LocalDate day = from; !day.equals(to); day = day.plusDays(direction)) {
      steps += direction;
    }
    return steps;
  }

  /** Whole days of the workspace's time zone, wherever she is. */
  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void aCampaignIsActiveOnWholeDaysOfTheWorkspace(@ForAll long seed) {
    Chance chance = new Chance(seed);
    ZoneId zone = chance.oneOf(ZONES);
    LocalDate first = chance.day(zone);
    LocalDate last = first.plusDays(chance.random.nextInt(3));
    String settings =
        "offerflow: 1\nname: test\nlanguage: en\ntimezone: %s\n".formatted(zone)
            + "channels: {sms: {address: customer}, push: {address: push_token}}\n";
    String active = "active: " + first + " .. " + last + "\n";
    TestWorkspace workspace =
        new TestWorkspace()
            .file("workspace.yaml", settings)
            .campaign("each", "{event: recharge}", active);
    long start = first.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    try (Story story = Story.of(workspace)) {
      for (int i = 0; i < CUSTOMERS; i++) {
        long now = start + chance.random.nextInt(6 * 24 * 60) * MINUTE;
        LocalDate day = shown(now, zone).toLocalDate();
        meet(story, now - 1, Map.of("timezone", chance.oneOf(ZONES).getId()));
        recharge(story, now);

        assertThat(story.result("each"))
            .as(active + "in " + zone + " at " + Instant.ofEpochMilli(now))
            .isEqualTo(day.isBefore(first) || day.isAfter(last) ? "inactive" : "won");
      }
    }
  }
}
