package io.offerflow.workspace;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** A piece of a YAML file that knows where it stands. Lines and columns count from 1. */
sealed interface Yaml {
  int line();

  int column();

  /** What it is, in words for the one who wrote it. */
  String kind();

  /** What YAML's core schema takes a scalar for. */
  enum Type {
    TEXT,
    NUMBER,
    BOOLEAN,
    NOTHING
  }

  /**
   * A single value.
   *
   * @param index of its first character in the source, in code points
   * @param number null unless it is a number
   */
  record Scalar(
      int line, int column, Type type, String text, BigDecimal number, YamlSource source, int index)
      implements Yaml {
    @Override
    public String kind() {
      return switch (type) {
        case TEXT -> "text";
        case NUMBER -> "a number";
        case BOOLEAN -> "true or false";
        case NOTHING -> "nothing";
      };
    }

    boolean isTrue() {
      return type == Type.BOOLEAN && text.toLowerCase(java.util.Locale.ROOT).equals("true");
    }

    @Override
    public String toString() {
      return text;
    }
  }

  record Listing(int line, int column, List<Yaml> items) implements Yaml {
    @Override
    public String kind() {
      return "a list";
    }

    /** As it is written in brackets. */
    @Override
    public String toString() {
      return items.toString();
    }
  }

  /**
   * A mapping.
   *
   * @param flow whether it was written in braces
   */
  record Mapping(int line, int column, boolean flow, List<Entry> entries) implements Yaml {
    @Override
    public String kind() {
      return "a mapping";
    }

    /** As it is written in braces. */
    @Override
    public String toString() {
      return entries.stream().map(Entry::toString).collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /** A key and its value. */
  record Entry(Scalar key, Yaml value) {
    String name() {
      return key.text();
    }

    @Override
    public String toString() {
      return key + ": " + value;
    }
  }
}
