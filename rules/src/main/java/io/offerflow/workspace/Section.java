package io.offerflow.workspace;

import io.offerflow.event.Nearest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A mapping with fixed keys. Reading a key makes it known; {@link #close} reports the rest, so that
 * no key is ever ignored.
 */
final class Section {
  private static final Set<String> CONDITIONS = Set.of("where", "if", "while");

  final Sheet sheet;
  final Yaml.Mapping mapping;
  private final String what;
  private final Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> notBuilt = new LinkedHashSet<>();

  private Section(Sheet sheet, Yaml.Mapping mapping, String what) {
    this.sheet = sheet;
    this.mapping = mapping;
    this.what = what;
    for (Yaml.Entry entry : mapping.entries()) {
      entries.put(entry.name(), entry);
    }
  }

  /** Null, with a problem, when it is not a mapping. */
  static Section of(Sheet sheet, Yaml node, String what, String example) {
    if (node instanceof Yaml.Mapping mapping) {
      return new Section(sheet, mapping, what);
    }
    sheet.error(node, what + " is written as " + example + ", but this is " + node.kind());
    return null;
  }

  /** The value of a key, or null when it is absent or, with a problem, empty. */
  Yaml get(String key) {
    known.add(key);
    Yaml.Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    if (entry.value() instanceof Yaml.Scalar scalar && scalar.type() == Yaml.Type.NOTHING) {
      sheet.error(entry.key(), "`" + key + "` has no value: write one, or remove the key");
      return null;
    }
    return entry.value();
  }

  /** As {@link #get}; null as well when YAML cut the condition, which {@link #close} reports. */
  Yaml condition(String key) {
    Yaml node = get(key);
    return isCut() ? null : node;
  }

  /** Whether a comma inside a condition in braces was taken for the end of the condition. */
  boolean isCut() {
    return mapping.entries().stream().anyMatch(this::cutCondition);
  }

  /** As {@link #get}, and a problem when the key is absent. */
  Yaml require(String key, String example) {
    if (!entries.containsKey(key)) {
      known.add(key);
      sheet.error(mapping, what + " needs `" + key + "`: write " + example);
      return null;
    }
    return get(key);
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  Yaml.Scalar key(String key) {
    return entries.get(key).key();
  }

  String text(String key) {
    Yaml node = get(key);
    return node == null ? null : sheet.text(node, "`" + key + "`");
  }

  long duration(String key, long otherwise, boolean zero) {
    Yaml node = get(key);
    Long millis = node == null ? null : sheet.duration(node, "`" + key + "`", zero);
    return millis == null ? otherwise : millis;
  }

  boolean flag(String key, boolean otherwise) {
    Yaml node = get(key);
    Boolean flag = node == null ? null : sheet.flag(node, "`" + key + "`");
    return flag == null ? otherwise : flag;
  }

  /** Of the customers; none when nothing is said. */
  BigDecimal share(String key) {
    Yaml node = get(key);
    BigDecimal share = node == null ? null : sheet.share(node, "`" + key + "`");
    return share == null ? BigDecimal.ZERO : share;
  }

  BigDecimal number(String key, BigDecimal otherwise, String least, String most) {
    Yaml node = get(key);
    BigDecimal number = node == null ? null : sheet.number(node, "`" + key + "`", least, most);
    return number == null ? otherwise : number;
  }

  /** Keys of the contract that this build refuses by name. */
  void notBuilt(String... keys) {
    for (String key : keys) {
      notBuilt.add(key);
      if (entries.containsKey(key)) {
        sheet.error(entries.get(key).key(), "`" + key + "` is not built yet: remove it");
      }
    }
  }

  /** Reports every key that nobody asked for. */
  void close() {
    for (Yaml.Entry entry : mapping.entries()) {
      String key = entry.name();
      if (known.contains(key) || notBuilt.contains(key)) {
        continue;
      }
      if (cutCondition(entry)) {
        sheet.error(
            entry.key(),
            "the condition was cut at a comma before this: in { } a condition with a comma, bracket"
                + " or colon needs single quotes around it");
        continue;
      }
      List<String> all = new ArrayList<>(known);
      all.addAll(notBuilt);
      sheet.error(
          entry.key(), what + " has no key `" + Sheet.shorten(key) + "`" + Nearest.hint(key, all));
    }
  }

  private boolean cutCondition(Yaml.Entry entry) {
    return mapping.flow()
        && entry.value() instanceof Yaml.Scalar scalar
        && scalar.type() == Yaml.Type.NOTHING
        && entries.keySet().stream().anyMatch(CONDITIONS::contains);
  }
}
