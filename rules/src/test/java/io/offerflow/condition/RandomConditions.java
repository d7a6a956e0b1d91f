package io.offerflow.condition;

import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Conditions of any shape over the names of {@link Given}, and values for these names. */
public final class RandomConditions {
  /** Few, so that comparisons come out either way, and nasty ones among them. */
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "A",
          "ab",
          "b c",
          "a\"b",
          "\\",
          "\\u0022",
          "\n",
          "*/",
          "// x",
          "${a}",
          "'",
          "中文",
          "\uD83D\uDE00",
          "\"); System.exit(1); (\"",
          "end",
          "mon",
          "gold");

  private static final List<String> NUMBERS =
      List.of("0", "1", "2", "0.1", "0.2", "0.30", "1.5", "100", "36", "123456789012345.000001");

  private static final List<String> FAR_NUMBERS =
      List.of(
          "0",
          "0.000000000000000001",
          "-0.000000000000000001",
          "999999999999999999.999999999999999999",
          "-999999999999999999.999999999999999999",
          "0.000000000000000000",
          "1.500000000000000000");

  private static final List<String> LONG_TEXTS =
      List.of("", "a".repeat(65_536), "\uD83D\uDE00".repeat(30_000), "\u0000", "\uFFFF", "İß");

  private static final List<String> PATTERNS =
      List.of("a", "^a", "[ab]$", "\\\\\\\\", "\\\"", "^$", "(a|b)+", "文", "\\\\d{2}");

  private final Random random;

  public RandomConditions(long seed) {
    this.random = new Random(seed);
  }

  /** A condition nested at most that deep. */
  public String condition(int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      return switch (random.nextInt(4)) {
        case 0 -> condition(depth - 1) + " and " + condition(depth - 1);
        case 1 -> condition(depth - 1) + " or " + condition(depth - 1);
        case 2 -> "not " + condition(depth - 1);
        default -> "(" + condition(depth - 1) + ")";
      };
    }
    return test(depth);
  }

  private String test(int depth) {
    return switch (random.nextInt(14)) {
      case 0, 1, 2 ->
          number(depth) + any(" == ", " != ", " < ", " <= ", " > ", " >= ") + number(depth);
      case 3 -> text(depth) + any(" == ", " != ") + text(depth);
      case 4 ->
          any("customer.birth_date", "customer.contract_end") + order() + "customer.contract_end";
      case 5 -> time() + order() + time();
      case 6 -> text(depth) + any(" in ", " not in ") + list(() -> text(depth));
      case 7 -> number(depth) + any(" in ", " not in ") + list(() -> number(depth));
      case 8 -> "customer.tier" + any(" in ", " not in ") + "(\"gold\", \"silver\")";
      case 9 -> set() + any(" contains ", " not contains ") + text(depth);
      case 10 -> text(depth) + any(" contains ", " not contains ") + text(depth);
      case 11 -> text(depth) + " matches \"" + any(PATTERNS) + "\"";
      case 12 -> value(depth) + any(" is missing", " is known");
      default ->
          any(
              "customer.vip",
              "true",
              "false",
              "customer.vip == true",
              "customer.vip != false",
              "customer.vip in (false)");
    };
  }

  private String value(int depth) {
    return any(List.<Supplier<String>>of(
            () -> number(depth), () -> text(depth), this::set, this::time))
        .get();
  }

  private String number(int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      return switch (random.nextInt(3)) {
        case 0 -> number(depth - 1) + any(" + ", " - ", " * ", " / ") + number(depth - 1);
        case 1 -> "-" + number(depth - 1);
        default -> "(" + number(depth - 1) + any(" + ", " - ") + number(depth - 1) + ")";
      };
    }
    return switch (random.nextInt(6)) {
      case 0, 1 -> any(NUMBERS);
      case 2, 3 ->
          any("spend_30d", "5g_days", "customer.fee", "customer.children", "event.amount", "hour");
      case 4 -> any("days_until", "days_since") + "(" + any("customer.contract_end", time()) + ")";
      default -> any("age(customer.birth_date)", "minutes_since(" + time() + ")");
    };
  }

  private String text(int depth) {
    return switch (random.nextInt(4)) {
      case 0, 1 -> quoted(any(TEXTS));
      case 2 -> any("customer.name", "event.product", "first.cell", "last_page", "event.id");
      default -> depth > 0 ? "lower(" + text(depth - 1) + ")" : "customer.name";
    };
  }

  private String set() {
    return any("tags", "zones", "customer.products", "customer.likes");
  }

  private String time() {
    return any("now", "customer.last_call", "event.time");
  }

  private String order() {
    return any(" == ", " != ", " < ", " <= ", " > ", " >= ");
  }

  private String list(Supplier<String> element) {
    return Stream.generate(element)
        .limit(1 + random.nextInt(3))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Values for all names, about a third of them missing. */
  public Given values() {
    Given given = new Given();
    for (String name : Given.NAMES.all()) {
      Names.Known known = Given.NAMES.find(name);
      boolean ambient = known.ref() instanceof Ref.Ambient || name.equals("customer.products");
      if (ambient ? known.type() == ValueType.TEXTS : random.nextInt(3) > 0) {
        given.set(name, value(known));
      }
    }
    return given;
  }

  /** Values at the very ends of what the decoder lets in, about a third of them missing. */
  public Given extremes() {
    Given given = new Given();
    for (String name : Given.NAMES.all()) {
      Names.Known known = Given.NAMES.find(name);
      boolean always = name.equals("now") || known.type() == ValueType.TEXTS;
      if (!name.equals("hour") && !name.equals("weekday") && (always || random.nextInt(3) > 0)) {
        given.set(name, extreme(known));
      }
    }
    return given;
  }

  private Object extreme(Names.Known known) {
    return switch (known.type()) {
      case TEXT -> any(known.values().isEmpty() ? LONG_TEXTS : known.values());
      case TEXTS -> random.nextBoolean() ? new TreeSet<>() : new TreeSet<>(LONG_TEXTS);
      case NUMBER, INTEGER -> new BigDecimal(any(FAR_NUMBERS));
      case BOOLEAN -> random.nextBoolean();
      case DATE -> LocalDate.parse(any("0001-01-01", "1904-02-29", "9999-12-31"));
      case TIME -> Instant.parse(any("1970-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"));
    };
  }

  private Object value(Names.Known known) {
    return switch (known.type()) {
      case TEXT -> any(known.values().isEmpty() ? TEXTS : known.values());
      case TEXTS -> new TreeSet<>(List.of(any(TEXTS), any(TEXTS)));
      case NUMBER, INTEGER -> new BigDecimal(any(NUMBERS));
      case BOOLEAN -> random.nextBoolean();
      case DATE -> LocalDate.parse("1990-11-22").plusDays(random.nextInt(3) - 1L);
      case TIME -> Given.NOW.minusMillis(60_000L * random.nextInt(3) + random.nextInt(2));
    };
  }

  @SafeVarargs
  private <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
