package io.offerflow.workspace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a {@link ConfigFile} of any form, such as a request's body; it knows its place. */
public final class ConfigValue {
  private final Sheet sheet;
  private final Yaml node;

  ConfigValue(Sheet sheet, Yaml node) {
    this.sheet = sheet;
    this.node = node;
  }

  /** The text, or null when it is something else. */
  public String text() {
    return node instanceof Yaml.Scalar scalar && scalar.type() == Yaml.Type.TEXT
        ? scalar.text()
        : null;
  }

  /** The members in the order of the file, or null when it is no mapping. */
  public Map<String, ConfigValue> members() {
    if (!(node instanceof Yaml.Mapping mapping)) {
      return null;
    }
    Map<String, ConfigValue> members = new LinkedHashMap<>();
    mapping.entries().forEach(e -> members.put(e.name(), new ConfigValue(sheet, e.value())));
    return members;
  }

  /** The items, or null when it is no list. */
  public List<ConfigValue> items() {
    return node instanceof Yaml.Listing listing
        ? listing.items().stream().map(item -> new ConfigValue(sheet, item)).toList()
        : null;
  }

  /** A BigDecimal or a Boolean; null when it is anything else. */
  public Object literal() {
    if (!(node instanceof Yaml.Scalar scalar)) {
      return null;
    }
    return switch (scalar.type()) {
      case NUMBER -> scalar.number();
      case BOOLEAN -> scalar.isTrue();
      case TEXT, NOTHING -> null;
    };
  }

  /** What it is, in words for the one who wrote it. */
  public String kind() {
    return node.kind();
  }

  public void error(String message) {
    sheet.error(node, message);
  }

  /**
   * A problem inside a text.
   *
   * @param offset in characters from 0
   */
  public void error(int offset, String message) {
    if (node instanceof Yaml.Scalar scalar) {
      sheet.error(scalar, offset, message);
    } else {
      sheet.error(node, message);
    }
  }
}
