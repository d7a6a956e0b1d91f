package io.offerflow.zone;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A JSON value that knows where it was written, for one feature of a zones file at a time. */
sealed interface Json {
  int MAX_DEPTH = 32;
  int MAX_VALUES = 1_000_000;

  int line();

  int column();

  /** What it is, for a sentence: {@code a text}. */
  String kind();

  /** A member of an object, with the place of its name. */
  record Member(int line, int column, Json value) {}

  record Obj(int line, int column, Map<String, Member> members) implements Json {
    @Override
    public String kind() {
      return "an object";
    }

    /** The value of that member; null when there is none, or when it is null. */
    Json get(String name) {
      Member member = members.get(name);
      return member == null || member.value instanceof Null ? null : member.value;
    }
  }

  record Arr(int line, int column, List<Json> items) implements Json {
    @Override
    public String kind() {
      return "an array";
    }
  }

  record Text(int line, int column, String value) implements Json {
    @Override
    public String kind() {
      return "a text";
    }
  }

  record Num(int line, int column, double value) implements Json {
    @Override
    public String kind() {
      return "a number";
    }
  }

  record Truth(int line, int column) implements Json {
    @Override
    public String kind() {
      return "true or false";
    }
  }

  record Null(int line, int column) implements Json {
    @Override
    public String kind() {
      return "null";
    }
  }

  /** What is wrong is so wrong that the rest of the file is not read. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ZoneProblem problem;

    Refused(JsonLocation at, String message) {
      super(message);
      problem = ZoneProblem.at(at, message);
    }

    ZoneProblem problem() {
      return problem;
    }
  }

  /** Reads one value, beginning at the parser's current token and ending at its last. */
  static Json read(JsonParser parser) throws IOException, Refused {
    return new Reader(parser).value(1);
  }

  /** Recursion with a limit, so that no file exhausts stack or heap. */
  final class Reader {
    private final JsonParser parser;
    private int values;

    private Reader(JsonParser parser) {
      this.parser = parser;
    }

    private Json value(int depth) throws IOException, Refused {
      JsonLocation at = parser.currentTokenLocation();
      int line = at.getLineNr();
      int column = at.getColumnNr();
      if (depth > MAX_DEPTH) {
        throw new Refused(at, "more than " + MAX_DEPTH + " levels deep: no zone needs that");
      }
      if (++values > MAX_VALUES) {
        throw new Refused(
            at, "more than " + MAX_VALUES + " values in one feature: simplify its geometry");
      }
      return switch (parser.currentToken()) {
        case START_OBJECT -> object(line, column, depth);
        case START_ARRAY -> array(line, column, depth);
        case VALUE_STRING -> new Text(line, column, parser.getText());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(line, column, parser.getDoubleValue());
        case VALUE_TRUE, VALUE_FALSE -> new Truth(line, column);
        default -> new Null(line, column);
      };
    }

    private Json object(int line, int column, int depth) throws IOException, Refused {
      Map<String, Member> members = new HashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        JsonLocation at = parser.currentTokenLocation();
        String name = parser.currentName();
        parser.nextToken();
        Member member = new Member(at.getLineNr(), at.getColumnNr(), value(depth + 1));
        if (members.put(name, member) != null) {
          throw new Refused(at, "the key \"" + name + "\" is here twice: keep one");
        }
      }
      return new Obj(line, column, members);
    }

    private Json array(int line, int column, int depth) throws IOException, Refused {
      List<Json> items = new ArrayList<>(4);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(depth + 1));
      }
      return new Arr(line, column, items);
    }
  }
}
