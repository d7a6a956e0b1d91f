package io.offerflow.eligibility;

import java.math.BigDecimal;
import java.util.List;
import java.util.TreeSet;

/**
 * The constants that the tests behind one trigger compare one value with. How the value stands to
 * them is found once for each cause, by few comparisons, and says of each of these tests whether it
 * is true: a hundred tests cost a comparison of small integers each.
 */
sealed interface Constants permits Places, Members {

  /**
   * @param tests all of one name
   */
  static Constants of(List<ConstantTest> tests) {
    int name = tests.get(0).name();
    List<Object> all =
        tests.stream().flatMap(each -> each.constants().stream()).distinct().toList();
    return switch (tests.get(0).kind()) {
      case NUMBER -> {
        TreeSet<BigDecimal> numbers = new TreeSet<>();
        all.forEach(each -> numbers.add((BigDecimal) each));
        yield new Thresholds(name, numbers);
      }
      case TEXT -> new Words(name, all);
      case SET -> new Members(name, all);
    };
  }

  /** One of the tests, whose constants are among these. */
  Lookup lookup(ConstantTest test);
}
