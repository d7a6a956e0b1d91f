package io.offerflow.eligibility;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the generated code flat. Drools analyses a nested call once for every level around it, so
 * the time doubles with each; its Java parser overflows the stack at about 150 levels. Bodies of
 * DRL functions have only the second problem. So a constraint that is more than one comparison is a
 * function, and what is nested deep or strung out long in it is a function of its own.
 */
final class Functions {
  /** Stands for the fact, and in front of its methods: no plain text has these characters. */
  static final String FACT = "#";

  static final String OF_FACT = "@";

  private static final int DEEPEST = 6;
  private static final int LONGEST = 40;

  private record Function(String type, String name, String body) {}

  /** By body: the same code is the same function, and the same node in the network. */
  private final Map<String, Function> functions = new LinkedHashMap<>();

  /**
   * A piece of code.
   *
   * @param type what it gives, in Java
   */
  record Code(String type, String text, int depth) {}

  Code leaf(String text) {
    return new Code("Object", text, 0);
  }

  Code call(String type, String word, List<Code> arguments) {
    return around(type, OF_FACT + word + "(", arguments, ", ", ")");
  }

  /** Several predicates, joined by {@code &&} or {@code ||}. */
  Code joined(List<Code> parts, String by) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    List<Code> shorter = parts;
    while (shorter.size() > LONGEST) {
      List<Code> groups = new ArrayList<>();
      for (int i = 0; i < shorter.size(); i += LONGEST) {
        List<Code> group = shorter.subList(i, Math.min(i + LONGEST, shorter.size()));
        groups.add(hoisted(around("boolean", "(", group, by, ")")));
      }
      shorter = groups;
    }
    return around("boolean", "(", shorter, by, ")");
  }

  private Code around(String type, String open, List<Code> parts, String between, String close) {
    List<String> texts = new ArrayList<>();
    int depth = 0;
    for (Code part : parts) {
      Code flat = part.depth() < DEEPEST ? part : hoisted(part);
      texts.add(flat.text());
      depth = Math.max(depth, flat.depth());
    }
    return new Code(type, open + String.join(between, texts) + close, depth + 1);
  }

  private Code hoisted(Code code) {
    Function function =
        functions.computeIfAbsent(
            code.text(), added -> new Function(code.type(), nameFor(code.type()), added));
    return new Code(code.type(), "%s(%s)".formatted(function.name(), FACT), 1);
  }

  private String nameFor(String type) {
    return (type.equals("boolean") ? "test" : "value") + functions.size();
  }

  Code not(Code code) {
    Code flat = hoisted(code);
    return new Code("boolean", "!" + flat.text(), 1);
  }

  /** Whether the test is true of one member of the set; in it, the member is in that place. */
  Code some(Code set, int place, Code test) {
    // A function's body as it will be written, with the loop in place of an expression.
    String body =
        "for (Object m : %s) { %sput(%d, m); if (%s) { return true; } } return false"
            .formatted(call("Object", "members", List.of(set)).text(), OF_FACT, place, test.text());
    Function function =
        functions.computeIfAbsent(
            body, added -> new Function("boolean", nameFor("boolean"), added));
    return new Code("boolean", "%s(%s)".formatted(function.name(), FACT), 1);
  }

  /** The code as a constraint of a pattern over the fact. */
  String constraint(Code code) {
    // A call of calls, such as less(number(0), decimal(1)), is written where it stands.
    Code flat = code.depth() <= 2 && code.text().startsWith(OF_FACT) ? code : hoisted(code);
    return flat.text().replace(OF_FACT, "").replace(FACT, "this");
  }

  /** All functions, as DRL. */
  String drl() {
    StringBuilder drl = new StringBuilder();
    for (Function function : functions.values()) {
      String body = function.body().replace(OF_FACT, "f.").replace(FACT, "f");
      drl.append(
          "\nfunction %s %s(Facts f) {\n  %s%s;\n}\n"
              .formatted(
                  function.type(),
                  function.name(),
                  body.startsWith("for ") ? "" : "return ",
                  body));
    }
    return drl.toString();
  }
}
