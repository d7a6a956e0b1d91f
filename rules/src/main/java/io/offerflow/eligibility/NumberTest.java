package io.offerflow.eligibility;

import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.model.functions.Predicate1;

/**
 * A test of one number against one constant, and what it says of numbers on either side. What is
 * compared is read from the text of the constraint, as Drools keeps it; what the comparison comes
 * to is not read but asked of the test that Drools generated, so it has one meaning only.
 *
 * @param name the slot of what is compared
 */
record NumberTest(int name, BigDecimal constant, boolean below, boolean equal, boolean above) {
  private static final Pattern EITHER_WAY =
      Pattern.compile(
          "\\w+\\((?:number\\((\\d+)\\), decimal\\((\\d+)\\)|decimal\\((\\d+)\\), number\\((\\d+)\\))\\)");

  /**
   * Empty for whatever else a test may be, and for one that is true on both sides of its constant
   * or of what is missing.
   *
   * @param text of the constraint
   * @param facts to try the test with
   */
  static Optional<NumberTest> read(String text, Predicate1<Facts> test, Facts facts) {
    Matcher found = EITHER_WAY.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    boolean nameFirst = found.group(1) != null;
    int name = Integer.parseInt(found.group(nameFirst ? 1 : 4));
    BigDecimal constant = facts.decimal(Integer.parseInt(found.group(nameFirst ? 2 : 3)));
    NumberTest read =
        new NumberTest(
            name,
            constant,
            says(test, facts, constant.subtract(BigDecimal.ONE)),
            says(test, facts, constant),
            says(test, facts, constant.add(BigDecimal.ONE)));
    boolean oneStretch = read.equal ? !(read.below && read.above) : read.below != read.above;
    return oneStretch && !says(test, facts, null) ? Optional.of(read) : Optional.empty();
  }

  private static boolean says(Predicate1<Facts> test, Facts facts, BigDecimal number) {
    facts.begin("", new Always(number));
    try {
      return test.test(facts);
    } catch (Exception e) {
      throw new IllegalStateException("a comparison of two numbers fails", e);
    } finally {
      facts.end();
    }
  }

  /** Whatever is asked for is this number. */
  private record Always(BigDecimal number) implements Values {

    @Override
    public Object get(Ref ref) {
      return number;
    }

    @Override
    public ZoneId zone() {
      return ZoneOffset.UTC;
    }
  }
}
