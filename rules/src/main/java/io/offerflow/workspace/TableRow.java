package io.offerflow.workspace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row of a table on its way to become a campaign. */
final class TableRow {
  private final Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
  private final List<Yaml> conditions = new ArrayList<>();

  /** Adds a condition after those there are. */
  void condition(Yaml condition) {
    conditions.add(condition);
  }

  /**
   * Adds what a key says; two columns may each say a part of it.
   *
   * @throws IllegalArgumentException when both say the same
   */
  void put(Yaml.Entry entry) {
    Yaml.Entry first = entries.get(entry.name());
    entries.put(entry.name(), first == null ? entry : joined(first, entry));
  }

  /** Adds what holds for rows that say nothing else. */
  void putIfAbsent(Yaml.Entry entry) {
    entries.putIfAbsent(entry.name(), entry);
  }

  private static Yaml.Entry joined(Yaml.Entry first, Yaml.Entry second) {
    Yaml one = first.value();
    Yaml other = second.value();
    if (one instanceof Yaml.Listing a && other instanceof Yaml.Listing b) {
      List<Yaml> items = new ArrayList<>(a.items());
      items.addAll(b.items());
      return new Yaml.Entry(first.key(), new Yaml.Listing(a.line(), a.column(), items));
    }
    if (one instanceof Yaml.Mapping a && other instanceof Yaml.Mapping b) {
      TableRow parts = new TableRow();
      a.entries().forEach(parts::put);
      b.entries().forEach(parts::put);
      return new Yaml.Entry(
          first.key(),
          new Yaml.Mapping(a.line(), a.column(), a.flow(), List.copyOf(parts.entries.values())));
    }
    throw new IllegalArgumentException(
        "`" + first.name() + "` is said by another column of this row already: leave one empty");
  }

  /** As a campaign file says it. */
  Yaml.Mapping campaign(YamlSource.Place place) {
    List<Yaml.Entry> all = new ArrayList<>(entries.values());
    if (!conditions.isEmpty()) {
      Yaml list = new Yaml.Listing(place.line(), place.column(), conditions);
      all.add(new Yaml.Entry(TableValue.text("if", place), list));
    }
    return new Yaml.Mapping(place.line(), place.column(), false, all);
  }
}
