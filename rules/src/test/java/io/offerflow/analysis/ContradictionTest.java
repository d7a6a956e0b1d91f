package io.offerflow.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Expr;
import io.offerflow.condition.Given;
import io.offerflow.condition.RandomConditions;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Truth;
import io.offerflow.event.ValueType;
import io.offerflow.feature.Aggregate;
import io.offerflow.feature.Feature;
import io.offerflow.feature.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContradictionTest {
  private static final Terms TERMS =
      new Terms(
          Map.of(
              "5g_days", feature("5g_days", Aggregate.COUNT),
              "spend_30d", feature("spend_30d", Aggregate.SUM)),
          Set.of(new Ref.Event("time")),
          Map.of(new Ref.Event("type"), "purchase"));

  private static Feature feature(String name, Aggregate aggregate) {
    return new Feature(
        name,
        aggregate,
        "purchase",
        "amount",
        null,
        new Window.Life(),
        null,
        ValueType.NUMBER,
        false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "customer.fee < 5 and customer.fee > 10",
        "customer.fee < 5 and 5 < customer.fee",
        "customer.fee == 5 and customer.fee != 5.0",
        "customer.fee in (1, 2) and customer.fee >= 3",
        "customer.fee not in (1, 2) and customer.fee in (1, 2)",
        "customer.fee > -5 and customer.fee < -6",
        "customer.fee > 2 * 3 and customer.fee < 5 + 1",
        "customer.children > 1 and customer.children < 2",
        "customer.children == 1.5",
        "5g_days < 0",
        "5g_days is missing",
        "hour > 23",
        "hour >= 24 or hour < 0",
        "weekday != \"mon\" and weekday == \"mon\"",
        "weekday in (\"sat\", \"sun\") and weekday in (\"mon\")",
        "customer.tier in (\"gold\") and customer.tier in (\"silver\", \"bronze\")",
        "customer.tier != \"gold\" and customer.tier not in (\"silver\", \"bronze\")",
        "customer.name == \"a\" and customer.name != \"a\"",
        "customer.name contains \"b\" and customer.name == \"a\"",
        "customer.name contains \"b\" and customer.name not contains \"b\"",
        "customer.name matches \"^x\" and customer.name in (\"a\", \"b\")",
        "lower(customer.name) == \"Anna\"",
        "lower(customer.name) in (\"Anna\", \"BOB\")",
        "customer.vip and not customer.vip",
        "customer.vip == true and customer.vip != true",
        "customer.fee > 5 and customer.fee is missing",
        "customer.fee + 1 > 5 and customer.fee is missing",
        "age(customer.birth_date) > 5 and customer.birth_date is missing",
        "age(customer.birth_date) > 5 and age(customer.birth_date) < 3",
        "customer.fee < spend_30d and customer.fee >= spend_30d",
        "customer.fee < spend_30d and spend_30d < customer.fee",
        "customer.fee < customer.fee",
        "tags contains \"a\" and tags not contains \"a\"",
        "tags is missing",
        "event.type == \"recharge\"",
        "event.time is missing",
        "false",
        "1 > 2",
        "not (customer.fee < 5 or customer.fee >= 5)",
        "(customer.fee < 5 or customer.vip) and customer.fee > 6 and not customer.vip",
        "spend_30d > 5 and (spend_30d < 3 or customer.tier == \"gold\") and customer.tier !="
            + " \"gold\"",
      })
  void neverTrue(String text) {
    assertThat(isNeverTrue(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "customer.fee <= 5 and customer.fee >= 5",
        "customer.fee > 1 and customer.fee < 2",
        "customer.children > 1 and customer.children < 3",
        "customer.fee is missing or customer.fee < 0",
        "customer.tier != \"gold\" and customer.tier != \"silver\"",
        "customer.name contains \"a\" and customer.name contains \"b\"",
        "customer.name != \"a\" and customer.name matches \"a\"",
        "spend_30d < 0",
        "event.product is missing",
        "customer.fee / 0 > 1",
        "customer.fee < spend_30d and customer.fee < 3 and spend_30d > 7",
        "tags contains \"a\" and zones not contains \"a\"",
        "lower(customer.name) == \"anna\"",
      })
  void maybeTrue(String text) {
    assertThat(isNeverTrue(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5g_days >= 0",
        "5g_days < 5 or 5g_days >= 5",
        "hour in (0, 1) or hour > 1",
        "weekday not in (\"mon\", \"tue\") or weekday in (\"mon\", \"tue\")",
        "customer.fee is missing or customer.fee < 5 or customer.fee >= 5",
        "customer.tier is missing or customer.tier in (\"gold\", \"silver\", \"bronze\")",
        "tags contains \"a\" or tags not contains \"a\"",
        "event.type == \"purchase\"",
        "spend_30d is known",
        "true or customer.vip",
      })
  void alwaysTrue(String text) {
    assertThat(isAlwaysTrue(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "customer.fee < 5 or customer.fee >= 5",
        "customer.fee == customer.fee",
        "customer.tier in (\"gold\", \"silver\", \"bronze\")",
        "customer.vip or not customer.vip",
        "spend_30d >= 0",
        "customer.likes contains \"a\" or customer.likes not contains \"a\"",
        "customer.fee is missing or customer.children < 5",
      })
  void notAlwaysTrueWhatCanBeMissing(String text) {
    assertThat(isAlwaysTrue(text)).isFalse();
  }

  @Property(tries = 3000)
  void whatIsProvenHoldsWhateverTheValues(@ForAll long seed) {
    RandomConditions random = new RandomConditions(seed);
    List<Condition> conditions =
        Stream.generate(() -> Given.condition(random.condition(2))).limit(3).toList();
    List<Expr> plain = conditions.stream().map(Situation::plain).toList();
    boolean together = Contradiction.between(TERMS, Goal.allTrue(plain));
    List<Boolean> always = new ArrayList<>();
    List<Boolean> implied = new ArrayList<>();
    for (Expr condition : plain) {
      always.add(Contradiction.between(TERMS, List.of(Goal.isNotTrue(condition))));
      implied.add(
          Contradiction.between(
              TERMS, List.of(Goal.isTrue(plain.get(0)), Goal.isNotTrue(condition))));
    }

    for (int i = 0; i < 30; i++) {
      Given values = values(random, i);
      List<Truth> truths = conditions.stream().map(c -> c.test(values)).toList();
      assertThat(together && truths.stream().allMatch(Truth.TRUE::equals)).isFalse();
      for (int c = 0; c < truths.size(); c++) {
        assertThat(always.get(c) && truths.get(c) != Truth.TRUE).isFalse();
        assertThat(implied.get(c) && truths.get(0) == Truth.TRUE && truths.get(c) != Truth.TRUE)
            .isFalse();
      }
    }
  }

  /** Values that {@link #TERMS} is right about. */
  private static Given values(RandomConditions random, int round) {
    Given values = random.values();
    values.set("customer.children", round % 3 == 0 ? null : Integer.valueOf(round % 5));
    values.set("5g_days", round % 4);
    values.set("spend_30d", round % 7 - 2);
    values.set("event.time", Given.NOW.minusMillis(round * 1000L));
    values.set("event.type", (Object) "purchase");
    values.set("hour", round % 24);
    return values;
  }

  @Property(tries = 1000)
  void whatIsWrittenReadsTheSame(@ForAll long seed) {
    Expr expr = Given.condition(new RandomConditions(seed).condition(3)).expression();
    String written = Written.of(expr);
    if (!written.endsWith("...")) {
      assertThat(Given.condition(written).expression().toString()).isEqualTo(expr.toString());
    }
  }

  private static boolean isNeverTrue(String text) {
    return Contradiction.between(TERMS, List.of(Goal.isTrue(plain(text))));
  }

  private static boolean isAlwaysTrue(String text) {
    return Contradiction.between(TERMS, List.of(Goal.isNotTrue(plain(text))));
  }

  private static Expr plain(String text) {
    return Situation.plain(Given.condition(text));
  }
}
