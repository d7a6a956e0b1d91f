package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The moments {@code date} and {@code yearly}. */
class DatesTest {
  private static TestWorkspace date(String offset) {
    return new TestWorkspace()
        .campaign("day", "{date: birth_date, offset: " + offset + ", at: \"10:00\"}", "");
  }

  private static TestWorkspace yearly() {
    return new TestWorkspace().campaign("day", "{yearly: birth_date, at: \"10:00\"}", "");
  }

  private static Map<String, Object> day(String date) {
    return Map.of("birth_date", LocalDate.parse(date));
  }

  private static List<String> dues(Story story) {
    return story.decisions().stream()
        .map(decision -> java.time.Instant.ofEpochMilli(decision.time()).toString())
        .toList();
  }

  @Test
  void thatLocalDayAndTimeOncePerValue() {
    try (Story story = Story.of(date("-30d"))) {
      story.profile("2026-03-01T00:00:00Z", day("2026-05-01"));
      story.profile("2026-03-02T00:00:00Z", Map.of("timezone", "Asia/Shanghai"));
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-04-01T02:00:00Z"));
      story.clock("2026-04-01T01:59:59.999Z");
      assertThat(story.decisions()).isEmpty();
      story.clock("2026-04-01T02:00:00Z");
      assertThat(story.result("day")).isEqualTo("won");
      assertThat(story.considered("day").moment()).isEqualTo("date");

      // Westwards the same local time comes once more; the value does not.
      story.profile("2026-04-01T03:00:00Z", Map.of("timezone", "America/New_York"));
      story.profile("2026-04-01T03:00:01Z", day("2026-05-01"));
      assertThat(story.outcome().nextDue()).isEqualTo(Long.MAX_VALUE);
      story.profile("2026-04-01T03:00:02Z", day("2026-05-02"));
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-04-02T14:00:00Z"));
    }
  }

  @Test
  void whatIsPastWhenSetOrMovedDoesNotOccur() {
    try (Story story = Story.of(date("0d"))) {
      story.profile("2026-03-02T10:00:00.001Z", day("2026-03-02"));
      assertThat(story.outcome().nextDue()).isEqualTo(Long.MAX_VALUE);

      story.profile("2026-03-03T10:00:00Z", day("2026-03-03"));
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-03-03T10:00:00Z"));

      story.profile("2026-03-03T10:00:00Z", Map.of("timezone", "Asia/Shanghai"));
      assertThat(story.outcome().nextDue()).isEqualTo(Long.MAX_VALUE);
      assertThat(story.decisions()).isEmpty();
    }
  }

  @Test
  void everyYearWithTheTwentyNinthOnTheTwentyEighth() {
    try (Story story = Story.of(yearly())) {
      story.profile("2026-03-02T00:00:00Z", day("1996-02-29"));
      story.clock("2029-01-01T00:00:00Z");

      assertThat(dues(story)).containsExactly("2027-02-28T10:00:00Z", "2028-02-29T10:00:00Z");
    }
  }

  /** The day that is known on the day itself, in the year that it names and in others. */
  @ParameterizedTest
  @CsvSource({
    "1990-03-10, 2026-03-10T09:59:59Z, 2026-03-10T10:00:00Z",
    "1990-03-10, 2026-03-10T10:00:00Z, 2026-03-10T10:00:00Z",
    "1990-03-10, 2026-03-10T10:00:00.001Z, 2027-03-10T10:00:00Z",
    "2026-03-10, 2026-03-10T09:00:00Z, 2026-03-10T10:00:00Z",
    "2026-03-10, 2026-03-10T11:00:00Z, 2027-03-10T10:00:00Z",
    "2030-03-10, 2026-03-10T09:00:00Z, 2026-03-10T10:00:00Z",
  })
  void aYearlyDayOccursOnTheDayItselfIfItsHourIsToCome(String day, String known, String due) {
    try (Story story = Story.of(yearly())) {
      story.profile(known, day(day));

      assertThat(story.outcome().nextDue()).isEqualTo(Story.at(due));
      story.clock(due);
      assertThat(dues(story)).containsExactly(due);
    }
  }

  @Test
  void aYearlyDayDoesNotOccurTwiceInAYearOfAnotherTimeZone() {
    try (Story story = Story.of(yearly())) {
      story.profile("2026-03-02T00:00:00Z", Map.of("timezone", "Asia/Shanghai"));
      story.profile("2026-03-02T00:00:01Z", day("1990-03-10"));
      story.clock("2026-03-10T02:00:00Z");
      assertThat(dues(story)).containsExactly("2026-03-10T02:00:00Z");

      story.profile("2026-03-10T03:00:00Z", Map.of("timezone", "America/Los_Angeles"));
      story.clock("2027-03-10T17:59:59Z");
      assertThat(story.decisions()).hasSize(1);
      story.clock("2027-03-10T18:00:00Z");
      assertThat(story.decisions()).hasSize(2);
    }
  }

  @Test
  void aYearlyDayThatATimeZoneMovesIntoThePastComesNextYear() {
    try (Story story = Story.of(yearly())) {
      story.profile("2026-03-02T00:00:00Z", Map.of("timezone", "America/Los_Angeles"));
      story.profile("2026-03-02T00:00:01Z", day("1990-03-10"));
      story.profile("2026-03-10T03:00:00Z", Map.of("timezone", "Asia/Shanghai"));

      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2027-03-10T02:00:00Z"));
    }
  }

  @Test
  void skippedAndRepeatedLocalTimes() {
    TestWorkspace early =
        new TestWorkspace().campaign("day", "{date: birth_date, at: \"02:30\"}", "");
    try (Story story = Story.of(early)) {
      story.profile("2026-03-01T00:00:00Z", Map.of("timezone", "Europe/Berlin"));
      story.profile("2026-03-01T00:00:01Z", day("2026-03-29"));
      // 02:30 is skipped: 03:30 summer time.
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-03-29T01:30:00Z"));
      story.profile("2026-03-01T00:00:02Z", day("2026-10-25"));
      // 02:30 comes twice: the first, still summer time.
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-10-25T00:30:00Z"));
    }
  }

  @Test
  void takingTheDateAwayTakesTheDay() {
    try (Story story = Story.of(yearly())) {
      story.profile("2026-03-02T00:00:00Z", day("1990-03-10"));
      story.event(
          io.offerflow.event.Event.profile(
              "u",
              Story.CUSTOMER,
              Story.at("2026-03-03T00:00:00Z"),
              new io.offerflow.event.ProfileChange(
                  Map.of(), java.util.Set.of("birth_date"), Map.of(), Map.of())));

      assertThat(story.outcome().nextDue()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void severalCampaignsOfOneDayAreOneCause() {
    try (Story story =
        Story.of(
            yearly().campaign("other", "{date: birth_date, at: \"10:00\"}", "offer: care\n"))) {
      story.profile("2026-03-02T00:00:00Z", day("2026-03-10"));
      story.clock("2026-03-10T10:00:00Z");

      assertThat(story.decision().considered())
          .extracting("campaign")
          .containsExactly("day", "other");
    }
  }

  @Test
  void aNewCampaignMeetsWhomItFindsAndLeavesThePastAlone() {
    Story old = Story.of(new TestWorkspace());
    old.profile("2026-01-01T00:00:00Z", day("1990-03-10"));
    CustomerState known = old.state();
    Bundle bundle = yearly().bundle();
    try (Decider decider = new Decider(bundle)) {
      Outcome reviewed =
          decider.decide(known, new Input.Wakeup(Story.CUSTOMER, Story.at("2026-06-01T00:00:00Z")));

      assertThat(reviewed.decisions()).isEmpty();
      assertThat(reviewed.nextDue()).isEqualTo(Story.at("2027-03-10T10:00:00Z"));
    }
    old.close();
  }

  @Test
  void beingForgottenWaitsForAPendingDateAndNotForABirthday() {
    TestWorkspace forgetful = date("0d").setting("forget: 10d");
    try (Story story = Story.of(forgetful)) {
      story.profile("2026-03-01T00:00:00Z", day("2026-05-01"));
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-05-01T10:00:00Z"));
      story.clock("2026-05-01T10:00:00Z");
      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.OFFERED);
      assertThat(story.state()).isNull();
    }
  }
}
