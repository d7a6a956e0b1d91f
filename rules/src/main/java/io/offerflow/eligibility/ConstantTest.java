package io.offerflow.eligibility;

import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.model.functions.Predicate1;

/**
 * A test of one value against constants, and what it says of others than these. What is compared is
 * read from the text of the constraint, as Drools keeps it; what the comparison comes to is not
 * read but asked of the test that Drools generated, so it has one meaning only.
 *
 * @param name the slot of what is compared
 * @param constants one number; one text or several; or one text that may be in a set
 * @param below of a smaller number; of any other text; of a set without it
 * @param at of the constants themselves, or of a set with it
 * @param above of a greater number; else the same as below
 */
record ConstantTest(
    Kind kind, int name, List<Object> constants, boolean below, boolean at, boolean above) {

  enum Kind {
    NUMBER,
    TEXT,
    SET
  }

  /** Tests that look at nothing but which of the constants a value is, or on which side of it. */
  private static final Pattern TEST =
      Pattern.compile(
          "(?:equal|unequal|less|atLeast|greater|atMost|among|amongNot|hasMember|lacksMember)"
              + "\\((.+), (.+)\\)");

  private static final Pattern NAME = Pattern.compile("(number|text|texts)\\((\\d+)\\)");

  /** Which characters a text between quotes may have, {@link ConstraintWriter#PLAIN} says. */
  private static final Pattern CONSTANT =
      Pattern.compile("\"([^\"]*)\"|(decimal|string|list)\\((\\d+)\\)");

  /**
   * Empty for whatever else a test may be, and for one that says the same of all values, or is true
   * of what is missing.
   *
   * @param text of the constraint
   * @param facts to try the test with
   */
  static Optional<ConstantTest> read(String text, Predicate1<Facts> test, Facts facts) {
    Matcher found = TEST.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    return read(found.group(1), found.group(2), test, facts)
        .or(() -> read(found.group(2), found.group(1), test, facts));
  }

  private static Optional<ConstantTest> read(
      String left, String right, Predicate1<Facts> test, Facts facts) {
    Matcher name = NAME.matcher(left);
    Matcher constant = CONSTANT.matcher(right);
    if (!name.matches() || !constant.matches()) {
      return Optional.empty();
    }
    Kind kind =
        switch (name.group(1)) {
          case "number" -> Kind.NUMBER;
          case "text" -> Kind.TEXT;
          default -> Kind.SET;
        };
    List<Object> constants = constants(constant, facts);
    return asked(kind, Integer.parseInt(name.group(2)), constants, test, facts);
  }

  private static List<Object> constants(Matcher constant, Facts facts) {
    if (constant.group(1) != null) {
      return List.of(constant.group(1));
    }
    int slot = Integer.parseInt(constant.group(3));
    return switch (constant.group(2)) {
      case "decimal" -> List.of(facts.decimal(slot));
      case "string" -> List.of(facts.string(slot));
      default -> List.copyOf(facts.list(slot));
    };
  }

  private static Optional<ConstantTest> asked(
      Kind kind, int name, List<Object> constants, Predicate1<Facts> test, Facts facts) {
    boolean below = says(test, facts, beside(kind, constants, -1));
    boolean above = says(test, facts, beside(kind, constants, 1));
    List<Boolean> at =
        constants.stream()
            .map(each -> says(test, facts, kind == Kind.SET ? Set.of(each) : each))
            .distinct()
            .toList();
    boolean always = at.contains(below) && below == above;
    return at.size() > 1 || always || says(test, facts, null)
        ? Optional.empty()
        : Optional.of(new ConstantTest(kind, name, constants, below, at.get(0), above));
  }

  /** A value that is none of the constants. */
  private static Object beside(Kind kind, List<Object> constants, int side) {
    return switch (kind) {
      case NUMBER -> ((BigDecimal) constants.get(0)).add(BigDecimal.valueOf(side));
      // Longer than each of them.
      case TEXT -> constants + "";
      case SET -> Set.of();
    };
  }

  private static boolean says(Predicate1<Facts> test, Facts facts, Object value) {
    facts.begin("", new Always(value));
    try {
      return test.test(facts);
    } catch (Exception e) {
      throw new IllegalStateException("a comparison with a constant fails", e);
    } finally {
      facts.end();
    }
  }

  /** Whatever is asked for is this. */
  private record Always(Object value) implements Values {

    @Override
    public Object get(Ref ref) {
      return value;
    }

    @Override
    public ZoneId zone() {
      return ZoneOffset.UTC;
    }
  }
}
