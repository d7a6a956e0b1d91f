package io.offerflow.pipeline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CityTest {
  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
  private static final Instant MIDNIGHT = Instant.parse("2026-11-21T16:00:00Z");

  @Test
  void theSameSeedIsTheSameCity() {
    assertThat(events(7, NOON, 20_000)).isEqualTo(events(7, NOON, 20_000));
  }

  @Test
  void anotherSeedIsAnotherCity() {
    assertThat(events(7, NOON, 1_000)).isNotEqualTo(events(8, NOON, 1_000));
  }

  @Test
  void everybodyMovesInBeforeAnythingElseHappensToHer() {
    Set<String> known = new HashSet<>();
    for (Event event : events(1, NOON, 20_000)) {
      if (event.type().equals("profile")) {
        assertThat(known.add(event.customer())).as("moved in twice").isTrue();
      }
      assertThat(known).contains(event.customer());
    }
    assertThat(known).hasSizeGreaterThan(500);
  }

  @Test
  void idsAreUniqueAndCountUp() {
    List<Event> events = events(1, NOON, 5_000);

    for (int i = 0; i < events.size(); i++) {
      assertThat(EventNumber.of(events.get(i).id())).isEqualTo(i);
    }
  }

  @Test
  void allKindsOfThingsHappen() {
    Map<String, Long> types = count(events(1, NOON, 50_000), Event::type);

    assertThat(types.keySet())
        .containsExactlyInAnyOrder(
            "profile",
            "consent",
            "signalling",
            "location",
            "purchase",
            "recharge",
            "app_view",
            "complaint",
            "bill");
    assertThat(types.get("signalling")).isGreaterThan(types.get("purchase") * 3);
    assertThat(types.get("location")).isGreaterThan(types.get("complaint") * 10);
  }

  @Test
  void someCallsDropAgainAndAgain() {
    Map<String, Long> drops =
        count(
            events(1, NOON, 100_000).stream()
                .filter(event -> "call-drop".equals(event.fields().get("kind")))
                .toList(),
            Event::customer);

    assertThat(drops.values()).anyMatch(count -> count >= 3);
  }

  @Test
  void peopleMoveWithinTheCityAndToItsAirport() {
    List<Event> fixes =
        events(1, NOON, 100_000).stream().filter(e -> e.type().equals("location")).toList();

    assertThat(fixes)
        .allSatisfy(
            fix -> {
              assertThat((BigDecimal) fix.fields().get("lat")).isBetween(lat("31.0"), lat("31.5"));
              assertThat((BigDecimal) fix.fields().get("lon"))
                  .isBetween(lat("121.2"), lat("121.9"));
              assertThat(fix.fields().text("cell")).matches("cell-(0\\d\\d|1[012]\\d)");
            });
    assertThat(fixes)
        .anyMatch(fix -> ((BigDecimal) fix.fields().get("lon")).compareTo(lat("121.79")) > 0);
  }

  @Test
  void whateverTheHourMostAreAwake() {
    for (Instant start : List.of(NOON, MIDNIGHT)) {
      List<Integer> hours =
          events(1, start, 20_000).stream()
              .filter(event -> event.type().equals("profile"))
              .map(event -> (String) event.change().set().get("timezone"))
              .map(zone -> start.atZone(ZoneId.of(zone)).getHour())
              .toList();

      long awake = hours.stream().filter(hour -> hour >= 9 && hour < 21).count();
      assertThat(awake).isGreaterThan(hours.size() * 3L / 4);
    }
  }

  @Test
  void answersToOffersComeAtTheirTime() {
    City city = new City(1, 100, NOON);
    long time = NOON.toEpochMilli();
    city.next(time);
    city.answer("c-000001", "d-1", "accepted", time + 5_000);

    List<Event> before = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      before.add(city.next(time + i));
    }
    assertThat(before).noneMatch(event -> event.type().equals("response"));
    List<Event> after = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      after.add(city.next(time + 5_000 + i));
    }
    assertThat(after)
        .filteredOn(event -> event.type().equals("response"))
        .singleElement()
        .satisfies(
            response -> {
              assertThat(response.fields().text("decision")).isEqualTo("d-1");
              assertThat(response.fields().text("kind")).isEqualTo("accepted");
            });
  }

  @Test
  void theSameOfferGetsTheSameReaction() {
    Reactions reactions = new Reactions(1);

    assertThat(reactions.to("d-1", "push")).isEqualTo(reactions.to("d-1", "push"));
    Set<String> kinds = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      List<Reactions.Reaction> all = reactions.to("d-" + i, "push");
      all.forEach(reaction -> kinds.add(reaction.kind()));
      assertThat(all.stream().map(Reactions.Reaction::after)).isSorted();
    }
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "delivered", "failed", "opened", "clicked", "accepted", "declined");
  }

  private static List<Event> events(long seed, Instant start, int count) {
    City city = new City(seed, 2_000, start);
    List<Event> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      events.add(city.next(start.toEpochMilli() + i));
    }
    return events;
  }

  private static Map<String, Long> count(
      List<Event> events, java.util.function.Function<Event, String> by) {
    return new HashMap<>(events.stream().collect(Collectors.groupingBy(by, Collectors.counting())));
  }

  private static BigDecimal lat(String degrees) {
    return new BigDecimal(degrees);
  }
}
