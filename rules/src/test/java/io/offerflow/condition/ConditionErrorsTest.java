package io.offerflow.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error says where it is and what to write instead, in plain words. */
class ConditionErrorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
           | 0 | the condition is empty
          spend_30d < | 11 | expected a value after `<`
          spend_30d < ) | 12 | expected a value after `<`, not `)`
          < 5 | 0 | a condition cannot begin with `<`: expected a value
          spend_30d 5 | 10 | expected `and`, `or` or the end after `spend_30d`, not `5`
          spend_30d = 5 | 10 | write `==` to compare
          spend_30d <> 5 | 10 | write `!=` instead of `<>`
          true && false | 5 | write `and` instead of `&&`
          customer.tier == 'gold' | 17 | write texts in double quotes: "..."
          customer.tier == "gold | 17 | this text has no closing quote
          true # why | 5 | `#` means nothing here
          (true or false | 14 | expected `)`: the `(` at character 1 is still open
          (true false) | 6 | expected `and`, `or` or `)` after `true`, not `false`
          true) | 4 | this `)` closes nothing
          1 < 2 < 3 | 6 | comparisons do not chain: join two of them with `and`
          customer.tier in "gold" | 17 | expected values in parentheses after `in`, not `"gold"`
          customer.tier not "gold" | 18 | expected `in` or `contains` after `not`, not `"gold"`
          customer.tier is "gold" | 17 | expected `missing` or `known` after `is`, not `"gold"`
          not | 3 | expected a condition after `not`
          age(customer.birth_date, 1) > 1 | 23 | only `in (...)` takes several values
          customer.teir == "gold" | 0 | `customer.teir` is not known here; did you mean `customer.tier`?
          tier == "gold" | 0 | `tier` is not known here; did you mean `customer.tier`?
          spend30d > 1 | 0 | `spend30d` is not known here; did you mean `spend_30d`?
          unheard_of > 1 | 0 | `unheard_of` is not known here: write "unheard_of" if it is a text, or declare it in features.yaml
          spend_30d > 1_500 | 12 | `1_500` is not known here: write a number in full, in digits, such as 1500
          spend_30d > 1e3 | 12 | `1e3` is not known here: write a number in full, in digits, such as 1500
          customer.shoe_size > 1 | 0 | `customer.shoe_size` is not known here: declare `shoe_size` under `customer` in schema.yaml
          spend_30d == null | 13 | `null` is not known here: write `is missing` or `is known`
          years(customer.birth_date) > 1 | 0 | there is no function `years`; there are: days_until, days_since, age, minutes_since, lower
          age > 1 | 0 | `age` is a function: write age(...)
          customer.tier == "glod" | 17 | "glod" is not a value of `customer.tier`; it has: bronze, silver, gold
          "glod" != customer.tier | 0 | "glod" is not a value of `customer.tier`; it has: bronze, silver, gold
          customer.tier in ("gold", "gild") | 26 | "gild" is not a value of `customer.tier`; it has: bronze, silver, gold
          weekday == "monday" | 11 | "monday" is not a value of `weekday`; it has: mon, tue, wed, thu, fri, sat, sun
          customer.name == 5 | 17 | `customer.name` is a text and `5` is a number: they cannot be compared; write "5"
          spend_30d == "5" | 13 | `spend_30d` is a number and `"5"` is a text: they cannot be compared; write 5 without quotes
          "5" == spend_30d | 7 | `"5"` is a text and `spend_30d` is a number: they cannot be compared; write 5 without quotes
          customer.contract_end < now | 24 | `customer.contract_end` is a date and `now` is a time: they cannot be compared; count with days_until(...), days_since(...) or age(...)
          customer.name < "b" | 0 | `<` compares numbers, dates and times; a text has no order: use `==`, `!=` or `in`
          tags == "a" | 8 | `tags` is a set of texts and `"a"` is a text: they cannot be compared; write `contains`
          tags == zones | 0 | sets are not compared: write `contains` with one text
          "a" in (tags) | 8 | `tags` is a set: write `tags contains "a"`
          spend_30d contains "a" | 0 | `contains` asks a set or a text; `spend_30d` is a number
          tags contains 5 | 14 | `contains` asks for a text; `5` is a number
          spend_30d matches "a" | 0 | `matches` asks for a text; `spend_30d` is a number
          customer.name matches customer.tier | 22 | `matches` takes a pattern in double quotes: "..."
          customer.name + 1 > 2 | 0 | `+` calculates with numbers; `customer.name` is a text
          now - 5 > now | 0 | `-` calculates with numbers; `now` is a time; count with minutes_since(...) or days_since(...)
          spend_30d | 0 | `spend_30d` is a number, not a condition: compare it with something, or ask `is known`
          true and spend_30d | 9 | `spend_30d` is a number, not a condition: compare it with something, or ask `is known`
          (1 < 2) == true | 0 | `(1 < 2)` is a condition, not a value: join conditions with `and`, `or`, `not`
          age(now) > 1 | 4 | `age` takes a date; `now` is a time
          customer.name == "\\d" | 18 | only \\" and \\\\ are escapes in a text: write \\\\ for a backslash
          """)
  void errors(String text, int offset, String message) {
    ConditionException error =
        catchThrowableOfType(
            ConditionException.class, () -> Condition.parse(text == null ? "" : text, Given.NAMES));
    assertThat(error).as(text).isNotNull();
    assertThat(error.getMessage()).isEqualTo(message);
    assertThat(error.offset()).isEqualTo(offset);
  }

  @Test
  void placesCountCharactersAlsoBehindRareOnes() {
    assertThat(offset("\"\uD83D\uDE00\" == nix")).isEqualTo(8);
    assertThat(offset("\"\uD83D\uDE00\" ==")).isEqualTo(7);
  }

  @Test
  void aMomentWithoutAnEventSaysSo() {
    Names names = Names.campaign(java.util.Map.of(), null, null, java.util.Map.of());
    assertThatThrownBy(() -> Condition.parse("event.amount > 5", names))
        .hasMessage("`event.amount` is not known: there is no `event` here");
  }

  @Test
  void whereHasNoNow() {
    Names where = Names.where(Given.PURCHASE);
    assertThatThrownBy(() -> Condition.parse("minutes_since(time) < 5", where))
        .hasMessage(
            "`minutes_since` counts from now; a `where` knows its event only: ask it in `if`");
    assertThatThrownBy(() -> Condition.parse("event.amount > 5", where))
        .hasMessage("`event.amount` is not known here; did you mean `amount`?");
  }

  @Test
  void patternsThatDoNotCompileOrExplodeAreRefused() {
    assertThat(message("customer.name matches \"(a\""))
        .isEqualTo("not a pattern: missing closing )");
    assertThat(message("customer.name matches \"(((a{1000}){1000}){1000})\""))
        .isEqualTo("the pattern is too large or nested too deeply: make it simpler");
    assertThat(message("customer.name matches \"" + "(".repeat(5000) + "\""))
        .isEqualTo("the pattern is too large or nested too deeply: make it simpler");
    assertThat(message("customer.name matches \"a" + "*".repeat(9000) + "\""))
        .startsWith("not a pattern: ");
  }

  @Test
  void whatIsTooLongOrTooDeepIsRefused() {
    assertThat(message("true or ".repeat(1300) + "true")).startsWith("the condition has 10,404 ");
    String deep = "nested more than 200 levels deep: split it into several conditions";
    assertThat(message("(".repeat(4000) + "true" + ")".repeat(4000))).isEqualTo(deep);
    assertThat(message("not ".repeat(2400) + "true")).isEqualTo(deep);
    assertThat(message("0 == " + "-".repeat(9900) + "1")).isEqualTo(deep);
    assertThat(message("not (-(".repeat(1000))).isEqualTo(deep);
    assertThat(message("0 == " + "1 + ".repeat(2000) + "1"))
        .isEqualTo("more than 200 calculations in one condition: split it into several");
  }

  @Test
  void whatIsJustShortAndFlatEnoughIsRead() {
    Given given = new Given();
    assertThat(Given.condition("false or ".repeat(1100) + "true").test(given))
        .isEqualTo(Truth.TRUE);
    assertThat(Given.condition("(".repeat(190) + "true" + ")".repeat(190)).test(given))
        .isEqualTo(Truth.TRUE);
    assertThat(Given.condition("199 == " + "1 + ".repeat(198) + "1").test(given))
        .isEqualTo(Truth.TRUE);
  }

  /** Anything at all is either read or refused with a sentence and a place within it. */
  @Property(tries = 2000)
  void neverACrash(@ForAll @From("soup") String text) {
    readOrRefuse(text);
  }

  @Property(tries = 500)
  void neverACrashOnAnyCharacters(@ForAll @StringLength(max = 50) String text) {
    readOrRefuse(text);
  }

  @Provide
  Arbitrary<String> soup() {
    return Arbitraries.of(
            "and",
            "or",
            "not",
            "in",
            "contains",
            "matches",
            "is",
            "missing",
            "known",
            "(",
            ")",
            ",",
            "==",
            "<",
            "+",
            "-",
            "/",
            "\"a\"",
            "\"(\"",
            "5",
            "0.1",
            "spend_30d",
            "tags",
            "customer.tier",
            "now",
            "age",
            "lower",
            "true",
            "\"",
            "\\",
            "=",
            "\uD83D\uDE00")
        .list()
        .ofMaxSize(12)
        .map(words -> String.join(" ", words));
  }

  private static void readOrRefuse(String text) {
    try {
      assertThat(Condition.parse(text, Given.NAMES).test(new Given())).isNotNull();
    } catch (ConditionException e) {
      assertThat(e.offset()).isBetween(0, text.length());
      assertThat(e.getMessage()).isNotBlank().doesNotContain("no viable", "EOF", "null");
    }
  }

  private static String message(String text) {
    return catchThrowableOfType(ConditionException.class, () -> Condition.parse(text, Given.NAMES))
        .getMessage();
  }

  private static int offset(String text) {
    return catchThrowableOfType(ConditionException.class, () -> Condition.parse(text, Given.NAMES))
        .offset();
  }
}
