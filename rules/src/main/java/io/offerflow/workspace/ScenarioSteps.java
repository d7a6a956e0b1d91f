package io.offerflow.workspace;

import io.offerflow.event.Event;
import io.offerflow.workspace.Scenario.Place;
import io.offerflow.workspace.Scenario.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one test: its customers and its steps. */
final class ScenarioSteps {
  private static final String EXAMPLE =
      "{at: \"2026-11-21T10:00:00+08:00\", customer: c-1, purchase: {amount: 30}, expect: nothing}";
  private static final List<String> KEYS = List.of("at", "wait", "customer", "expect");

  private final Sheet sheet;
  private final ScenarioEvents events;
  private final ScenarioExpectations expectations;
  private final Map<String, Yaml> given = new LinkedHashMap<>();
  private Long clock;
  private int number;

  ScenarioSteps(Sheet sheet, Vocabulary vocabulary, Set<String> results) {
    this.sheet = sheet;
    this.events = new ScenarioEvents(sheet, vocabulary);
    this.expectations = new ScenarioExpectations(sheet, vocabulary, results);
  }

  /** Null, with a problem, when it is no test; with problems, when some of it is wrong. */
  Scenario read(ScenarioCases.Case one) {
    Section section =
        Section.of(sheet, one.test(), "a test", "`test: NAME`, `given:` and `steps:`");
    if (section == null) {
      return null;
    }
    Yaml nameNode = section.require("test", "what it shows, such as `test: a gold customer ...`");
    String name = nameNode == null ? null : sheet.text(nameNode, "`test`");
    given(section.get("given"));
    Yaml stepsNode = section.require("steps", "`steps: [" + EXAMPLE + "]`");
    List<Yaml> items = stepsNode == null ? List.of() : sheet.list(stepsNode, "`steps`");
    List<Step> steps = new ArrayList<>();
    for (Yaml item : items == null ? List.<Yaml>of() : items) {
      Step step = step(item);
      if (step != null) {
        steps.add(step);
      }
    }
    section.close();
    if (stepsNode != null && items != null && items.isEmpty()) {
      sheet.error(stepsNode, "a test needs a step: write " + EXAMPLE);
    }
    long start = steps.isEmpty() ? 0 : steps.get(0).time();
    return name == null
        ? null
        : new Scenario(name + one.suffix(), place(nameNode), profiles(start), steps);
  }

  private void given(Yaml node) {
    if (node instanceof Yaml.Mapping mapping) {
      mapping.entries().forEach(entry -> given.put(entry.name(), entry.value()));
    } else if (node != null) {
      sheet.error(
          node, "`given` says what is known of customers: write {c-1: {language: en}, c-2: {}}");
    }
  }

  /** A millisecond before the first step, so that what happens in it is not settled yet. */
  private List<Event> profiles(long start) {
    List<Event> profiles = new ArrayList<>();
    given.forEach(
        (customer, node) -> {
          Event event = events.given(customer, node, start - 1);
          if (event != null) {
            profiles.add(event);
          }
        });
    return profiles;
  }

  private Step step(Yaml node) {
    number++;
    if (!(node instanceof Yaml.Mapping mapping)) {
      sheet.error(node, "a step is written as " + EXAMPLE + ", but this is " + node.kind());
      return null;
    }
    Map<String, Yaml.Entry> known = new LinkedHashMap<>();
    Yaml.Entry happening = null;
    for (Yaml.Entry entry : mapping.entries()) {
      if (KEYS.contains(entry.name())) {
        known.put(entry.name(), entry);
      } else if (events.isType(entry, KEYS) && happening != null) {
        sheet.error(
            entry.key(),
            "this step has an event already, `" + happening.name() + "`: write a step for each");
      } else if (events.isType(entry, KEYS)) {
        happening = entry;
      }
    }
    Long time = time(mapping, known);
    String customer = customer(mapping, known.get("customer"), happening != null);
    List<Scenario.Expectation> expected =
        known.containsKey("expect") ? expectations.read(known.get("expect").value()) : List.of();
    // Its fields are checked also where nobody can say when it happens, or to whom.
    Event event =
        happening == null
            ? null
            : events.read(happening, customer, number, time == null ? 0 : time);
    if (time == null) {
      return null;
    }
    return new Step(place(mapping), time, customer, event, expected);
  }

  private Long time(Yaml step, Map<String, Yaml.Entry> known) {
    Yaml.Entry at = known.get("at");
    Yaml.Entry wait = known.get("wait");
    if (at != null && wait != null) {
      sheet.error(wait.key(), "a step has `at` or `wait`, not both: remove one");
      return null;
    }
    if (at != null) {
      Instant instant = FeedTime.instant(sheet, at.value(), "`at`");
      Long time = instant == null ? null : instant.toEpochMilli();
      if (time != null) {
        clock = clock == null ? time : Math.max(clock, time);
      }
      return time;
    }
    if (clock == null && number == 1) {
      sheet.error(step, "the first step needs `at`: write at: \"2026-11-21T10:00:00+08:00\"");
    }
    Long millis = wait == null ? Long.valueOf(0) : sheet.duration(wait.value(), "`wait`", true);
    if (clock == null || millis == null) {
      return null;
    }
    clock += millis;
    return clock;
  }

  /** Null when it is about all of them, or, with a problem, when nobody can say who. */
  private String customer(Yaml step, Yaml.Entry entry, boolean needed) {
    if (entry == null) {
      if (needed && given.size() == 1) {
        return given.keySet().iterator().next();
      }
      if (needed) {
        sheet.error(step, "say whose event this is: write `customer: c-1`");
      }
      return null;
    }
    String name = sheet.text(entry.value(), "`customer`");
    if (name != null && name.isEmpty()) {
      sheet.error(entry.value(), "`customer` is empty: write an id such as c-1");
    } else if (name != null && !given.isEmpty() && !given.containsKey(name)) {
      String id = Sheet.shorten(name);
      String hint = Sheet.didYouMean(name, given.keySet());
      sheet.error(
          entry.value(),
          "`given` has no customer `%s`%s write `%s: {}` there when nothing is known of her"
              .formatted(id, hint.isEmpty() ? ":" : hint + " Else", id));
    }
    return name;
  }

  private Place place(Yaml node) {
    return new Place(sheet.file(), node.line(), node.column());
  }
}
