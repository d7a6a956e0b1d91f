package io.offerflow.condition;

import static io.offerflow.condition.Given.condition;
import static io.offerflow.condition.Truth.FALSE;
import static io.offerflow.condition.Truth.TRUE;
import static io.offerflow.condition.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
  private final Given given = new Given();

  private Truth test(String text) {
    return condition(text).test(given);
  }

  @Test
  void theContractsOwnExamples() {
    given.set("customer.tier", "gold").set("spend_30d", 49).set("tags", "intent", "vip");
    given.set("zones", "airport");
    assertThat(test("customer.tier in (\"gold\", \"silver\")")).isEqualTo(TRUE);
    assertThat(test("spend_30d < 50")).isEqualTo(TRUE);
    assertThat(test("tags not contains \"roaming-declined\"")).isEqualTo(TRUE);
    assertThat(test("zones contains \"airport\"")).isEqualTo(TRUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.1 + 0.2 == 0.3                              | TRUE
          1 + 2 * 3 == 7                                | TRUE
          (1 + 2) * 3 == 9                              | TRUE
          10 - 4 - 3 == 3                               | TRUE
          12 / 3 / 2 == 2                               | TRUE
          -2 * -3 == 6                                  | TRUE
          - -2 == 2                                     | TRUE
          1 / 3 * 3 == 1                                | FALSE
          1.50 == 1.5                                   | TRUE
          1 / 0 == 1                                    | UNKNOWN
          1 / 0 is missing                              | TRUE
          1 / 4 is known                                | TRUE
          true or false and false                       | TRUE
          not true or true                              | TRUE
          not (true or true)                            | FALSE
          not 1 == 2                                    | TRUE
          not not true                                  | TRUE
          1 + 1 > 1 and 2 <= 2                          | TRUE
          3 in (1, 2, 1 + 2)                            | TRUE
          3 not in (1, 2)                               | TRUE
          "a" == "A"                                    | FALSE
          lower("ÄBC") == "äbc"                         | TRUE
          "roaming" contains "oam"                      | TRUE
          "roaming" not contains ""                     | FALSE
          "call-drop" matches "dr.p"                    | TRUE
          "call-drop" matches "^dr.p"                   | FALSE
          "a\\"b\\\\c" contains "\\"b\\\\"              | TRUE
          "7.5" matches "^\\\\d\\\\.\\\\d$"             | TRUE
          true == false                                 | FALSE
          true != false                                 | TRUE
          """)
  void literals(String text, Truth expected) {
    assertThat(test(text)).isEqualTo(expected);
  }

  @Test
  void aComparisonWithAMissingValueIsUnknown() {
    for (String text :
        new String[] {
          "customer.tier == \"gold\"",
          "customer.tier != \"gold\"",
          "spend_30d < 50",
          "50 >= spend_30d",
          "customer.name in (\"a\")",
          "customer.name not in (\"a\")",
          "customer.name contains \"a\"",
          "customer.name matches \"a\"",
          "customer.vip",
          "not customer.vip",
          "spend_30d + 1 > 0",
          "-spend_30d > 0",
          "age(customer.birth_date) > 1",
          "lower(customer.name) == \"a\"",
          "customer.likes contains \"a\"",
          "\"a\" in (customer.name)"
        }) {
      assertThat(test(text)).as(text).isEqualTo(UNKNOWN);
    }
    assertThat(test("\"a\" in (customer.name, \"a\")")).isEqualTo(TRUE);
    assertThat(test("spend_30d is missing")).isEqualTo(TRUE);
    assertThat(test("spend_30d is known")).isEqualTo(FALSE);
    assertThat(test("tags is missing or zones is missing or customer.products is missing"))
        .isEqualTo(FALSE);
    assertThat(test("tags contains \"a\"")).isEqualTo(FALSE);
  }

  @Test
  void kleenesTables() {
    String[] operands = {"false", "customer.vip", "true"};
    Truth[] truths = {FALSE, UNKNOWN, TRUE};
    for (int a = 0; a < 3; a++) {
      assertThat(test("not " + operands[a])).isEqualTo(truths[2 - a]);
      for (int b = 0; b < 3; b++) {
        assertThat(test(operands[a] + " and " + operands[b])).isEqualTo(truths[Math.min(a, b)]);
        assertThat(test(operands[a] + " or " + operands[b])).isEqualTo(truths[Math.max(a, b)]);
      }
    }
  }

  @Test
  void daysAreTheCustomersOwn() {
    // It is 22 November, half past two in the morning, in Shanghai.
    given.date("customer.contract_end", "2026-11-22");
    assertThat(test("days_until(customer.contract_end) == 0")).isEqualTo(TRUE);
    given.set("customer.last_call", Instant.parse("2026-11-21T15:59:00Z"));
    assertThat(test("days_since(customer.last_call) == 1")).isEqualTo(TRUE);
    assertThat(test("days_until(customer.last_call) == -1")).isEqualTo(TRUE);
    assertThat(test("minutes_since(customer.last_call) == 151")).isEqualTo(TRUE);
    given.set("customer.last_call", Instant.parse("2026-11-21T18:29:30Z"));
    assertThat(test("minutes_since(customer.last_call) == 0.5")).isEqualTo(TRUE);
    assertThat(test("customer.last_call < now")).isEqualTo(TRUE);
  }

  @ParameterizedTest
  @CsvSource({
    "1990-11-22, 36",
    "1990-11-23, 35",
    "2026-11-22, 0",
    "1990-01-01, 36",
  })
  void ageIsInWholeYears(String born, int age) {
    given.date("customer.birth_date", born);
    assertThat(test("age(customer.birth_date) == " + age)).isEqualTo(TRUE);
  }

  @Test
  void bornOnTheLeapDayIsOlderOnThe28th() {
    given.date("customer.birth_date", "2000-02-29");
    given.set("now", Instant.parse("2027-02-28T00:00:00Z"));
    assertThat(test("age(customer.birth_date) == 27")).isEqualTo(TRUE);
    given.set("now", Instant.parse("2027-02-27T00:00:00Z"));
    assertThat(test("age(customer.birth_date) == 26")).isEqualTo(TRUE);
    given.set("now", Instant.parse("2028-02-28T00:00:00Z"));
    assertThat(test("age(customer.birth_date) == 27")).isEqualTo(TRUE);
  }

  @Test
  void detailsSayWhatItWas() {
    given.number("spend_30d", "72.00").number("5g_days", "1E+2").number("customer.fee", "0E-7");
    given.set("tags", "b", "a").set("customer.msisdn", "+86139").set("last_page", "secret");
    assertThat(condition("spend_30d < 50").detail(given)).isEqualTo("spend_30d < 50: was 72");
    assertThat(condition("5g_days < spend_30d").detail(given))
        .isEqualTo("5g_days < spend_30d: was 5g_days 100, spend_30d 72");
    assertThat(condition("customer.fee > 0").detail(given)).isEqualTo("customer.fee > 0: was 0");
    assertThat(condition("customer.tier == \"gold\"").detail(given))
        .isEqualTo("customer.tier == \"gold\": customer.tier is missing");
    assertThat(condition("tags contains \"c\"").detail(given))
        .isEqualTo("tags contains \"c\": was [a, b]");
    assertThat(condition("customer.msisdn == \"1\"").detail(given))
        .isEqualTo("customer.msisdn == \"1\": was ***");
    assertThat(condition("last_page == customer.tier").detail(given))
        .isEqualTo("last_page == customer.tier: was last_page ***, customer.tier missing");
    assertThat(condition("1 > 2").detail(given)).isEqualTo("1 > 2");
  }

  /** What is compared is what the function made of the day. */
  @Test
  void detailsSayWhatAFunctionAnswered() {
    given.date("customer.contract_end", "2026-11-30").date("customer.birth_date", "2010-01-01");
    given.set("customer.last_call", Instant.parse("2026-11-21T18:29:40Z"));
    assertThat(condition("days_until(customer.contract_end) > 10").detail(given))
        .isEqualTo("days_until(customer.contract_end) > 10: was 8 (2026-11-30)");
    assertThat(condition("age(customer.birth_date) >= 18 or customer.vip").detail(given))
        .isEqualTo(
            "age(customer.birth_date) >= 18 or customer.vip: was age(customer.birth_date) 16"
                + " (2010-01-01), customer.vip missing");
    assertThat(condition("minutes_since(customer.last_call) > 1").detail(given))
        .isEqualTo("minutes_since(customer.last_call) > 1: was 0.333333 (2026-11-21T18:29:40Z)");
    assertThat(condition("days_until(customer.contract_end) > 10").detail(new Given()))
        .isEqualTo("days_until(customer.contract_end) > 10: customer.contract_end is missing");
  }

  @Test
  void namesAreTheOnesMentioned() {
    assertThat(condition("spend_30d < 5 and (customer.tier is known or spend_30d > 7)").refs())
        .containsExactly(new Ref.Feature("spend_30d"), new Ref.Customer("tier"));
    assertThat(condition("lower(event.product) in (first.cell, \"x\")").refs())
        .containsExactly(new Ref.Event("product"), new Ref.First("cell"));
  }

  @Test
  void whereNamesTheBareFieldsOfItsEvent() throws ConditionException {
    Names where = Names.where(Given.PURCHASE);
    assertThat(where.all())
        .containsExactlyInAnyOrder(
            "product",
            "category",
            "amount",
            "currency",
            "quantity",
            "store",
            "channel",
            "id",
            "type",
            "time");
    assertThat(Condition.parse("amount > 5 and type == \"purchase\"", where).refs())
        .containsExactly(new Ref.Bare("amount"), new Ref.Bare("type"));
  }

  @Test
  void wordsThatCanBeNames() {
    assertThat(Names.isWord("spend_30d")).isTrue();
    assertThat(Names.isWord("5g_days")).isTrue();
    assertThat(Names.isWord("余额")).isTrue();
    for (String word : new String[] {"", "30", "a-b", "a b", "a.b", "hour", "not", "contains"}) {
      assertThat(Names.isWord(word)).as(word).isFalse();
    }
  }
}
