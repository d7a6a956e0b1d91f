package io.offerflow.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Decision;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Workspace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Credits against a slow reading of the definition: everything is known, everything looked at. */
class CreditPropertyTest {
  private static final long START = Story.at("2026-03-02T10:00:00Z");
  private static final Map<String, Integer> WITHIN = Map.of("a", 20, "b", 5);
  private static final Workspace WORKSPACE =
      new TestWorkspace()
          .campaign("a", "{event: recharge}", "success: {event: purchase, within: 20ms}")
          .campaign(
              "b",
              "{event: recharge}",
              "success: {event: purchase, where: 'product == \"b\"', within: 5ms}")
          .campaign("c", "{event: recharge}", "")
          .read();

  private record Bought(String customer, int time, boolean ofB) {}

  private record Told(String id, String customer, int time, String campaign, boolean ghost) {}

  @Property(tries = 500)
  void creditsAreThoseOfTheDefinition(@ForAll long seed) {
    Random random = new Random(seed);
    List<Told> told = new ArrayList<>();
    List<Bought> bought = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String customer = "c" + random.nextInt(3);
      // Decisions at even instants and purchases at odd ones: which came first is never in doubt.
      if (random.nextBoolean()) {
        String campaign = List.of("a", "b", "c").get(random.nextInt(3));
        told.add(
            new Told("d" + i, customer, 2 * random.nextInt(30), campaign, random.nextInt(4) == 0));
      } else {
        bought.add(new Bought(customer, 1 + 2 * random.nextInt(30), random.nextBoolean()));
      }
    }
    told.sort(Comparator.comparingInt(Told::time));
    bought.sort(Comparator.comparingInt(Bought::time));
    assertThat(measured(told, bought, random.nextBoolean())).isEqualTo(expected(told, bought));
  }

  private static Map<String, Long> expected(List<Told> told, List<Bought> bought) {
    Map<String, Long> credits = new TreeMap<>();
    Set<String> credited = new HashSet<>();
    for (Bought one : bought) {
      told.stream()
          .filter(contact -> contact.customer().equals(one.customer()))
          .filter(contact -> contact.campaign().equals("a") || contact.campaign().equals("b"))
          .filter(contact -> contact.campaign().equals("a") || one.ofB())
          .filter(contact -> contact.time() < one.time())
          .filter(contact -> one.time() <= contact.time() + WITHIN.get(contact.campaign()))
          .filter(contact -> !credited.contains(contact.id()))
          // Of contacts at one instant the later in the list was made later.
          .reduce((former, later) -> later)
          .ifPresent(
              contact -> {
                credited.add(contact.id());
                credits.merge(contact.campaign() + (contact.ghost() ? "*" : ""), 1L, Long::sum);
              });
    }
    return credits;
  }

  private static Map<String, Long> measured(
      List<Told> told, List<Bought> bought, boolean allDecisionsFirst) {
    Measurement measurement = new Measurement(WORKSPACE, Design.NONE);
    Map<Integer, List<Runnable>> byTime = new TreeMap<>();
    for (Told one : told) {
      byTime
          .computeIfAbsent(allDecisionsFirst ? -1 : one.time(), unused -> new ArrayList<>())
          .add(() -> measurement.decided(decided(one)));
    }
    for (Bought one : bought) {
      byTime
          .computeIfAbsent(one.time(), unused -> new ArrayList<>())
          .add(() -> measurement.happened(event(one)));
    }
    byTime.values().forEach(some -> some.forEach(Runnable::run));
    Map<String, Long> credits = new HashMap<>();
    for (Measured.CampaignResult one : measurement.result().campaigns()) {
      credits.put(one.id(), one.funnel().converted());
      credits.put(one.id() + "*", one.ghosts().converted());
    }
    credits.values().removeIf(count -> count == 0);
    return credits;
  }

  private static int ids;

  private static Event event(Bought one) {
    String id = "e" + ++ids;
    Fields fields = Fields.of("product", one.ofB() ? "b" : "x");
    return Event.of("purchase", id, one.customer(), START + one.time(), fields);
  }

  private static Decided decided(Told one) {
    return new Decided(
        one.id(),
        one.customer(),
        START + one.time(),
        null,
        null,
        one.ghost() ? Decision.Kind.CONTROL : Decision.Kind.OFFERED,
        one.campaign(),
        "pack",
        "sms",
        null,
        one.ghost() ? Decided.CONTROL : null,
        List.of());
  }
}
