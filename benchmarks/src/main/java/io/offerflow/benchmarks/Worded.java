package io.offerflow.benchmarks;

import io.offerflow.condition.Condition;
import io.offerflow.condition.ConditionException;
import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import io.offerflow.eligibility.CampaignRule;
import io.offerflow.event.Field;
import io.offerflow.event.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The same as {@link Triggered}, but the campaigns differ in texts and tags: which contract, which
 * towns, how she pays, what she has declined. One in about twenty pairs is eligible.
 */
final class Worded {
  static final Ref CONTRACT = new Ref.Customer("contract");
  static final Ref TOWN = new Ref.Customer("town");
  static final Ref PAYMENT = new Ref.Customer("payment");

  private static final List<String> CONTRACTS = List.of("Month-to-month", "One year", "Two year");
  private static final List<String> PAYMENTS = List.of("debit", "transfer", "card", "cash");
  private static final int TOWNS = 30;
  private static final int OFFERS = 97;

  private Worded() {}

  static List<CampaignRule> rules(int campaigns, int triggered) {
    return Triggered.rules(campaigns, triggered, Worded::rule);
  }

  /** What the campaign of that index asks for: this contract. */
  static String contract(int index) {
    return CONTRACTS.get(index % CONTRACTS.size());
  }

  /** One of these towns. */
  static List<String> towns(int index) {
    return IntStream.range(0, 6).mapToObj(i -> town(index * 7 + i * (1 + index % 4))).toList();
  }

  /** Any way to pay but this one. */
  static String payment(int index) {
    return PAYMENTS.get(index % PAYMENTS.size());
  }

  /** And no such tag. */
  static String declined(int index) {
    return "declined-offer-" + index % OFFERS;
  }

  private static String town(int index) {
    return "town-" + index % TOWNS;
  }

  private static CampaignRule rule(int index, String trigger) {
    Names names =
        Names.campaign(
            Stream.of("contract", "town", "payment")
                .collect(Collectors.toMap(name -> name, name -> Field.of(name, ValueType.TEXT))),
            null,
            null,
            Map.of());
    String towns = towns(index).stream().collect(Collectors.joining("\", \"", "(\"", "\")"));
    List<String> texts =
        List.of(
            "customer.contract == \"" + contract(index) + '"',
            "customer.town in " + towns,
            "customer.payment != \"" + payment(index) + '"',
            "tags not contains \"" + declined(index) + '"');
    try {
      List<Condition> conditions = new ArrayList<>();
      for (String text : texts) {
        conditions.add(Condition.parse(text, names));
      }
      return new CampaignRule(index, "campaign-" + index, trigger, null, conditions);
    } catch (ConditionException e) {
      throw new IllegalStateException(e);
    }
  }

  static Values[] customers() {
    SplittableRandom random = new SplittableRandom(7);
    return Stream.generate(() -> customer(random))
        .limit(Triggered.CUSTOMERS)
        .toArray(Values[]::new);
  }

  private static Values customer(SplittableRandom random) {
    Set<String> tags = new TreeSet<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      tags.add(declined(random.nextInt(OFFERS)));
    }
    Map<Ref, Object> values =
        Map.of(
            CONTRACT,
            read(contract(random.nextInt(CONTRACTS.size()))),
            TOWN,
            read(town(random.nextInt(TOWNS))),
            PAYMENT,
            read(payment(random.nextInt(PAYMENTS.size()))),
            Ref.Ambient.TAGS,
            tags);
    return new Triggered.Known(values);
  }

  /** A state's bytes make a text of their own, never the very constant of a campaign. */
  private static String read(String text) {
    return new String(text.toCharArray());
  }
}
