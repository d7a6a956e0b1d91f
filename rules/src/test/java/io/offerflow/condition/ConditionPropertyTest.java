package io.offerflow.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConditionPropertyTest {

  /** The tree written out with all parentheses is the tree of what was read. */
  @Property(tries = 1000)
  void writtenOutAndReadAgainItIsTheSame(@ForAll long seed) {
    Condition read = Given.condition(new RandomConditions(seed).condition(4));
    assertThat(Given.condition(written(read.expression())).expression())
        .isEqualTo(read.expression());
  }

  /** {@code or} of {@code and} of {@code not}: cut apart by splitting, each with its own table. */
  @Property(tries = 1000)
  void precedenceAndTruthAreThoseOfAReferenceThatSplitsTheText(@ForAll("flat") String text) {
    int greatest = 0;
    for (String part : text.split(" or ")) {
      int least = 2;
      for (String atom : part.split(" and ")) {
        String bare = atom.replace("not ", "");
        int truth = bare.equals("true") ? 2 : bare.equals("false") ? 0 : 1;
        int nots = (atom.length() - bare.length()) / 4;
        least = Math.min(least, nots % 2 == 0 ? truth : 2 - truth);
      }
      greatest = Math.max(greatest, least);
    }
    assertThat(Given.condition(text).test(new Given())).isEqualTo(Truth.values()[greatest]);
  }

  @Provide
  Arbitrary<String> flat() {
    Arbitrary<String> atom =
        Arbitraries.of(
            "true", "false", "customer.vip", "not true", "not customer.vip", "not not false");
    return atom.list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(atoms -> String.join(" and ", atoms))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(parts -> String.join(" or ", parts));
  }

  @Property(tries = 1000)
  void decimalsAreExact(@ForAll("decimal") BigDecimal a, @ForAll("decimal") BigDecimal b) {
    String left = a.toPlainString();
    String right = b.toPlainString();
    assertTrue("%s + %s == %s".formatted(left, right, a.add(b).toPlainString()));
    assertTrue(
        "%s - %s * %s == %s"
            .formatted(left, right, left, a.subtract(b.multiply(a)).toPlainString()));
    assertThat(Given.condition(left + " < " + right).test(new Given()))
        .isEqualTo(Truth.of(a.compareTo(b) < 0));
  }

  @Provide
  Arbitrary<BigDecimal> decimal() {
    return Arbitraries.bigDecimals()
        .between(new BigDecimal("-1000000"), new BigDecimal("1000000"))
        .ofScale(6);
  }

  @Property(tries = 500)
  void detailsNeverShowPersonalValues(@ForAll long seed) {
    RandomConditions random = new RandomConditions(seed);
    Condition condition = Given.condition(random.condition(3));
    Given values =
        random.values().set("customer.msisdn", "+861391234").set("last_page", "+861391234");
    assertThat(condition.detail(values)).startsWith(condition.text()).doesNotContain("+861391234");
  }

  /**
   * What a decoder lets in has its declared type and is bounded: nothing that can be written fails
   * on it, wherever it stands. For more: {@code -Djqwik.tries.default}.
   */
  @Property
  void nothingFailsOnValuesAtTheirLimits(@ForAll long seed) {
    RandomConditions random = new RandomConditions(seed);
    Condition condition = Given.condition(random.condition(6));
    for (int i = 0; i < 4; i++) {
      Given values = random.extremes();
      assertThat(condition.test(values)).isNotNull();
      assertThat(condition.detail(values)).startsWith(condition.text());
    }
  }

  private static void assertTrue(String text) {
    assertThat(Given.condition(text).test(new Given())).as(text).isEqualTo(Truth.TRUE);
  }

  private static String written(Expr expr) {
    if (expr instanceof Expr.Literal literal) {
      return literal.value() instanceof String text
          ? RandomConditions.quoted(text)
          : literal.value().toString();
    }
    if (expr instanceof Expr.Name name) {
      return name.known().ref().text();
    }
    if (expr instanceof Expr.Call call) {
      return call.function().word() + "(" + written(call.argument()) + ")";
    }
    return "("
        + inner(expr, expr.parts().stream().map(ConditionPropertyTest::written).toList())
        + ")";
  }

  private static String inner(Expr expr, List<String> parts) {
    if (expr instanceof Expr.Not) {
      return "not " + parts.get(0);
    }
    if (expr instanceof Expr.Negative) {
      return "-" + parts.get(0);
    }
    if (expr instanceof Expr.Missing) {
      return parts.get(0) + " is missing";
    }
    if (expr instanceof Expr.Among) {
      return parts.stream().skip(1).collect(Collectors.joining(", ", parts.get(0) + " in (", ")"));
    }
    if (expr instanceof Expr.Matches matches) {
      return parts.get(0) + " matches " + RandomConditions.quoted(matches.pattern().pattern());
    }
    return String.join(" " + joint(expr) + " ", parts);
  }

  private static String joint(Expr expr) {
    if (expr instanceof Expr.Compare compare) {
      return compare.comparison().sign();
    }
    if (expr instanceof Expr.Calculation calculation) {
      return calculation.operator().sign();
    }
    return expr instanceof Expr.Contains ? "contains" : expr instanceof Expr.And ? "and" : "or";
  }
}
