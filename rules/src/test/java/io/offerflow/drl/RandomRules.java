package io.offerflow.drl;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules of any shape that the grammar has, over {@link RulePropertyTest#MODEL}. */
final class RandomRules {
  static final List<String> TEXTS = List.of("a", "A", "ab", "b c", "", "中文", "x\"y", "\\");

  private static final List<String> NUMBERS = List.of("0", "1", "2", "0.5", "36", "100");

  private final Random random;
  private int variables;

  RandomRules(long seed) {
    this.random = new Random(seed);
  }

  String rule(String name) {
    variables = 0;
    List<String> parts = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      parts.add(lhs(2, List.of()));
    }
    return ("rule \"%s\" when\n  Moment(kind == \"event\", type == \"purchase\")\n"
            + "  %s\nthen\n  %s\nend\n")
        .formatted(
            name,
            String.join("\n  ", parts),
            any(
                "propose(\"pack\", \"sales\", \"sms\");",
                "propose('pack', 'sales', \"push, sms\", \"lever: 20\");",
                "tag(\"a\", \"7d\"); untag(\"b\");"));
  }

  private String lhs(int depth, List<String> known) {
    if (depth > 0 && random.nextInt(2) == 0) {
      return switch (random.nextInt(4)) {
        case 0 -> "(" + lhs(depth - 1, known) + " or " + lhs(depth - 1, known) + ")";
        case 1 -> "(" + lhs(depth - 1, known) + " and " + lhs(depth - 1, known) + ")";
        case 2 -> "not (" + lhs(depth - 1, known) + ")";
        default -> "exists (" + joined(known) + ")";
      };
    }
    return any("", "not ", "exists ") + pattern(known);
  }

  /** Two patterns, the second of which names something of the first. */
  private String joined(List<String> known) {
    String variable = "$v" + variables++;
    String first = any("Product", "Tag", "Zone") + "(" + variable + " : name)";
    List<String> more = new ArrayList<>(known);
    more.add(variable);
    return first + " and " + pattern(more);
  }

  private String pattern(List<String> known) {
    return switch (random.nextInt(6)) {
      case 0 -> "Product(" + name(known) + ")";
      case 1 -> "Tag(" + name(known) + ")";
      case 2 -> "Zone(" + any(name(known), "tags contains \"mall\"") + ")";
      case 3 ->
          "Features(spend_30d" + order() + number() + ", last_page" + equal() + text(known) + ")";
      case 4 -> "Now(hour" + order() + number() + " && weekday in (\"mon\", \"sun\"))";
      default -> "Customer(" + customer(known) + any("", ", " + customer(known)) + ")";
    };
  }

  private String name(List<String> known) {
    return any(
        "name" + equal() + text(known),
        "name" + any(" in ", " not in ") + list(() -> text(known)),
        "name matches \"" + any("a+", ".*b.*", "A|a") + "\"",
        "!(name == \"a\")",
        "name contains " + text(known));
  }

  private String customer(List<String> known) {
    return any(
        "fee" + order() + number() + " + 1",
        "fee" + order() + "-children * 2",
        "(name" + equal() + text(known) + " || fee > 1)",
        "tier" + any(" in ", " not in ") + "(\"gold\", \"silver\")",
        text(known) + any(" memberOf ", " not memberOf ") + any("products", "likes"),
        any("products", "likes") + any(" contains ", " not contains ") + text(known),
        "likes" + any(" == ", " != ") + "null && vip",
        "!vip || age(birth_date) > 30",
        "days_until(contract_end) < 3");
  }

  private String text(List<String> known) {
    return known.isEmpty() || random.nextBoolean() ? ConditionText.quoted(any(TEXTS)) : any(known);
  }

  private String number() {
    return any(NUMBERS);
  }

  private String order() {
    return any(" == ", " != ", " < ", " <= ", " > ", " >= ");
  }

  private String equal() {
    return any(" == ", " != ");
  }

  private String list(Supplier<String> element) {
    return Stream.generate(element)
        .limit(1 + random.nextInt(3))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  @SafeVarargs
  private <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
