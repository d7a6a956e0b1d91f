package io.offerflow.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.condition.Given;
import io.offerflow.condition.Ref;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.drools.model.functions.Predicate1;

/** What is looked up is what the tests would have said, whatever numbers meet whatever scales. */
class ThresholdsPropertyTest {
  private static final Ref SPEND = new Ref.Feature("spend_30d");
  private static final List<String> NAMES =
      List.of("spend_30d", "customer.fee", "customer.children");
  private static final List<String> SIGNS = List.of("==", "!=", "<", "<=", ">", ">=");

  /** Each as the generated code has it, and as its text, the number left and right. */
  private static final Map<String, Predicate1<Facts>> TESTS = new TreeMap<>();

  static {
    TESTS.put("equal(number(0), decimal(0))", f -> f.equal(f.number(0), f.decimal(0)));
    TESTS.put("unequal(number(0), decimal(0))", f -> f.unequal(f.number(0), f.decimal(0)));
    TESTS.put("less(number(0), decimal(0))", f -> f.less(f.number(0), f.decimal(0)));
    TESTS.put("atMost(number(0), decimal(0))", f -> f.atMost(f.number(0), f.decimal(0)));
    TESTS.put("greater(number(0), decimal(0))", f -> f.greater(f.number(0), f.decimal(0)));
    TESTS.put("atLeast(number(0), decimal(0))", f -> f.atLeast(f.number(0), f.decimal(0)));
    TESTS.put("less(decimal(0), number(0))", f -> f.less(f.decimal(0), f.number(0)));
    TESTS.put("atLeast(decimal(0), number(0))", f -> f.atLeast(f.decimal(0), f.number(0)));
  }

  @Property(tries = 300)
  void aTestIsTrueWhereItsNumberStandsWithin(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    TreeSet<BigDecimal> constants = new TreeSet<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      constants.add(number(random));
    }
    Thresholds thresholds = new Thresholds(0, constants);
    List<BigDecimal> numbers =
        new ArrayList<>(Stream.generate(() -> number(random)).limit(20).toList());
    numbers.addAll(constants);
    numbers.add(null);
    for (BigDecimal constant : constants) {
      Facts facts = new Facts(new Ref[] {SPEND}, new Object[] {constant});
      for (Map.Entry<String, Predicate1<Facts>> each : TESTS.entrySet()) {
        ConstantTest read = ConstantTest.read(each.getKey(), each.getValue(), facts).orElseThrow();
        for (BigDecimal number : numbers) {
          facts.begin("a", new Given().set("spend_30d", number));
          assertThat(thresholds.lookup(read).isTrue(facts))
              .as("%s of %s and %s", each.getKey(), number, constant)
              .isEqualTo(each.getValue().test(facts));
          facts.end();
        }
      }
    }
  }

  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void rulesThatDifferInNumbersFindWhatThePlainEvaluatorCallsTrue(@ForAll long seed) {
    Random random = new Random(seed);
    EligibilityPropertyTest.findsWhatThePlainEvaluatorCallsTrue(
        random, () -> comparison(random), () -> given(random));
  }

  private static Given given(Random random) {
    Given given = new Given();
    for (String name : NAMES) {
      given.set(name, random.nextInt(5) == 0 ? null : number(random));
    }
    return given;
  }

  private static String comparison(Random random) {
    String name = NAMES.get(random.nextInt(3));
    String sign = SIGNS.get(random.nextInt(SIGNS.size()));
    String number = number(random).toPlainString();
    return switch (random.nextInt(6)) {
      case 0 -> number + " " + sign + " " + name;
      case 1 -> name + " + 1 " + sign + " " + number;
      case 2 -> "not (" + name + " " + sign + " " + number + ")";
      default -> name + " " + sign + " " + number;
    };
  }

  /** Few that are often the same with another scale, and some that no long holds. */
  private static BigDecimal number(Random random) {
    BigDecimal number =
        switch (random.nextInt(6)) {
          case 0 -> new BigDecimal("123456789012345678901.5").multiply(whole(random));
          case 1 -> whole(random).scaleByPowerOfTen(-18);
          case 2 -> whole(random).add(whole(random).scaleByPowerOfTen(-2));
          default -> whole(random);
        };
    return number.setScale(number.scale() + random.nextInt(4));
  }

  private static BigDecimal whole(Random random) {
    return BigDecimal.valueOf(random.nextInt(9) - 4L);
  }
}
