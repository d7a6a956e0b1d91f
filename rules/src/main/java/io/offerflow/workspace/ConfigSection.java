package io.offerflow.workspace;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mapping of a {@link ConfigFile}. Asking for a key makes it known; {@link #close} reports those
 * that nobody asked for. A value that does not fit is a problem, and reads as if it were absent.
 */
public final class ConfigSection {
  private final Section section;
  private final String name;

  ConfigSection(Section section, String name) {
    this.section = section;
    this.name = name;
  }

  /** The key it stands under; empty for the whole file. */
  public String name() {
    return name;
  }

  public boolean has(String key) {
    return section.has(key);
  }

  /** Null when it is absent. */
  public String text(String key) {
    return section.text(key);
  }

  public String text(String key, String otherwise) {
    String text = section.text(key);
    return text == null ? otherwise : text;
  }

  /**
   * A text that must be there; null, with a problem, when it is not.
   *
   * @param example in backticks
   */
  public String require(String key, String example) {
    Yaml node = section.require(key, example);
    return node == null ? null : section.sheet.text(node, quoted(key));
  }

  /** One of a few words. */
  public String word(String key, Collection<String> words, String otherwise) {
    Yaml node = section.get(key);
    String word = node == null ? null : section.sheet.word(node, quoted(key), words);
    return word == null ? otherwise : word;
  }

  /** Milliseconds of a duration such as {@code 30s}, more than none. */
  public long duration(String key, long otherwise) {
    return section.duration(key, otherwise, false);
  }

  public boolean flag(String key, boolean otherwise) {
    return section.flag(key, otherwise);
  }

  /** A number of any size, both bounds included. */
  public BigDecimal number(String key, BigDecimal otherwise, String least, String most) {
    return section.number(key, otherwise, least, most);
  }

  /** A whole number, both bounds included. */
  public int whole(String key, int otherwise, int least, int most) {
    Yaml node = section.get(key);
    Integer whole = node == null ? null : section.sheet.whole(node, quoted(key), least);
    if (whole != null && whole > most) {
      section.sheet.error(node, quoted(key) + " is a whole number, at most " + most);
      return otherwise;
    }
    return whole == null ? otherwise : whole;
  }

  /** Different texts in the order of the file; none when it is absent. */
  public List<String> texts(String key) {
    Yaml node = section.get(key);
    return node == null ? List.of() : section.sheet.texts(node, quoted(key));
  }

  /** A mapping with fixed keys of its own, or null when it is absent. */
  public ConfigSection section(String key, String example) {
    Yaml node = section.get(key);
    return node == null ? null : of(node, quoted(key), key, example);
  }

  /** The mappings of a list; none when it is absent. */
  public List<ConfigSection> sections(String key, String example) {
    List<ConfigSection> all = new ArrayList<>();
    Yaml node = section.get(key);
    List<Yaml> items = node == null ? null : section.sheet.list(node, quoted(key));
    if (items != null) {
      for (Yaml item : items) {
        ConfigSection one = of(item, "an entry of " + quoted(key), key, example);
        if (one != null) {
          all.add(one);
        }
      }
    }
    return all;
  }

  /** A mapping whose keys are names and whose values are mappings; empty when it is absent. */
  public Map<String, ConfigSection> named(String key, String example) {
    Map<String, ConfigSection> all = new LinkedHashMap<>();
    for (Yaml.Entry entry : entries(key, example)) {
      ConfigSection one = of(entry.value(), quoted(entry.name()), entry.name(), example);
      if (one != null) {
        all.put(entry.name(), one);
      }
    }
    return all;
  }

  /** A mapping of names to texts, in the order of the file; empty when it is absent. */
  public Map<String, String> pairs(String key, String example) {
    Map<String, String> all = new LinkedHashMap<>();
    for (Yaml.Entry entry : entries(key, example)) {
      String text = section.sheet.text(entry.value(), quoted(entry.name()));
      if (text != null) {
        all.put(entry.name(), text);
      }
    }
    return all;
  }

  /** A mapping of names to lists of texts, in the order of the file; empty when it is absent. */
  public Map<String, List<String>> lists(String key, String example) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (Yaml.Entry entry : entries(key, example)) {
      all.put(entry.name(), section.sheet.texts(entry.value(), quoted(entry.name())));
    }
    return all;
  }

  private List<Yaml.Entry> entries(String key, String example) {
    Yaml node = section.get(key);
    if (node == null) {
      return List.of();
    }
    if (node instanceof Yaml.Mapping mapping) {
      return mapping.entries();
    }
    section.sheet.error(
        node, quoted(key) + " is written as " + example + ", but this is " + node.kind());
    return List.of();
  }

  private ConfigSection of(Yaml node, String what, String named, String example) {
    Section inner = Section.of(section.sheet, node, what, example);
    return inner == null ? null : new ConfigSection(inner, named);
  }

  /** A value of any form, or null when it is absent. */
  public ConfigValue value(String key) {
    Yaml node = section.get(key);
    return node == null ? null : new ConfigValue(section.sheet, node);
  }

  /** A problem with a key's value, or with the section when the key is absent. */
  public void error(String key, String message) {
    Yaml at = section.mapping;
    for (Yaml.Entry entry : section.mapping.entries()) {
      at = entry.name().equals(key) ? entry.value() : at;
    }
    section.sheet.error(at, message);
  }

  /** A problem: the value is none of the names that are declared elsewhere. */
  public void unknown(String key, String kind, String name, Collection<String> known) {
    error(key, Sheet.noSuch(kind, name, known));
  }

  /** Reports every key that nobody asked for. */
  public void close() {
    section.close();
  }

  private static String quoted(String key) {
    return "`" + key + "`";
  }
}
