package io.offerflow.drl;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Given;
import io.offerflow.condition.Names.Known;
import io.offerflow.condition.RandomConditions;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Truth;
import io.offerflow.eligibility.CampaignRule;
import io.offerflow.eligibility.Eligibility;
import io.offerflow.event.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.kie.internal.builder.conf.LanguageLevelOption;

/** Rules of any shape: Drools reads what we read, and finds what the plain evaluator finds. */
class RulePropertyTest {
  static final FactModel MODEL =
      new FactModel(
          Given.ATTRIBUTES,
          Given.PURCHASE,
          null,
          null,
          Map.of(
              "spend_30d", new Known(new Ref.Feature("spend_30d"), ValueType.NUMBER, false),
              "last_page", new Known(new Ref.Feature("last_page"), ValueType.TEXT, true)),
          zones());

  private static Map<String, Set<String>> zones() {
    Map<String, Set<String>> zones = new HashMap<>();
    RandomRules.TEXTS.forEach(text -> zones.put(text, Set.of()));
    zones.put("a", Set.of("mall"));
    zones.put("ab", Set.of("mall", "shop"));
    return zones;
  }

  private static String file(long seed, int count) {
    RandomRules rules = new RandomRules(seed);
    StringBuilder text = new StringBuilder("// Any rules\n");
    for (int i = 0; i < count; i++) {
      text.append(rules.rule("r" + i));
    }
    return text.toString();
  }

  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void droolsFindsWhatThePlainEvaluatorCallsTrue(@ForAll long seed) {
    String source = file(seed, 150);
    List<CampaignRule> rules = new ArrayList<>();
    for (DrlRule rule : read(source)) {
      RuleConditions.Result result = RuleConditions.of(rule, "rules/a.drl", source, MODEL);
      // A third set within two others is refused; all else is known.
      if (result.problem() == null) {
        rules.add(
            new CampaignRule(rules.size(), rule.name().value(), "e", null, result.conditions()));
      } else {
        assertThat(result.problem().message()).startsWith("more than 2");
      }
    }
    Random random = new Random(seed);
    RandomConditions values = new RandomConditions(random.nextLong());
    int found = 0;
    try (Eligibility.Session session = Eligibility.compile(rules).open()) {
      for (int i = 0; i < 300; i++) {
        Given given = values.values();
        Set<Integer> byDrools = new TreeSet<>();
        session.eligible("e", given, byDrools::add);
        assertThat(byDrools).isEqualTo(plainly(rules, given));
        found += byDrools.size();
      }
    }
    assertThat(found).as("true rules in all").isGreaterThan(1000);
  }

  private static Set<Integer> plainly(List<CampaignRule> rules, Given given) {
    Set<Integer> found = new TreeSet<>();
    for (CampaignRule rule : rules) {
      if (rule.conditions().stream().allMatch(each -> each.test(given) == Truth.TRUE)) {
        found.add(rule.index());
      }
    }
    return found;
  }

  private static List<DrlRule> read(String source) {
    DrlFile.Result result = DrlFile.read(source);
    assertThat(result.problems()).isEmpty();
    return result.rules();
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void droolsOwnParserReadsTheSameRules(@ForAll long seed) throws Exception {
    String source = file(seed, 10);
    DrlParser parser = new DrlParser(LanguageLevelOption.DRL6);
    PackageDescr file = parser.parse(null, source);
    assertThat(parser.getErrors()).isEmpty();
    assertThat(file.getImports()).isEmpty();
    assertThat(file.getFunctions()).isEmpty();

    List<DrlRule> rules = read(source);
    assertThat(file.getRules()).hasSameSizeAs(rules);
    for (int i = 0; i < rules.size(); i++) {
      RuleDescr theirs = file.getRules().get(i);
      assertThat(theirs.getName()).isEqualTo(rules.get(i).name().value());
      assertThat(theirs.getAttributes()).isEmpty();
      List<String> types = new ArrayList<>(List.of("Moment"));
      rules.get(i).body().parts().forEach(part -> addTypes(part, types));
      List<String> theirTypes = new ArrayList<>();
      addTypes(theirs.getLhs(), theirTypes);
      assertThat(theirTypes).as(source).isEqualTo(types);
    }
  }

  private static void addTypes(Lhs part, List<String> types) {
    if (part instanceof Lhs.Pattern pattern) {
      types.add(pattern.type().text());
    } else if (part instanceof Lhs.All all) {
      all.parts().forEach(each -> addTypes(each, types));
    } else if (part instanceof Lhs.Any any) {
      any.parts().forEach(each -> addTypes(each, types));
    } else {
      addTypes(((Lhs.Whether) part).part(), types);
    }
  }

  private static void addTypes(BaseDescr part, List<String> types) {
    if (part instanceof PatternDescr pattern) {
      types.add(pattern.getObjectType());
    } else {
      for (BaseDescr each : ((ConditionalElementDescr) part).getDescrs()) {
        addTypes(each, types);
      }
    }
  }

  @Property(tries = 200)
  void conditionsNeverFailWhateverTheValues(@ForAll long seed) {
    String source = file(seed, 3);
    Given given = new RandomConditions(seed).values();
    for (DrlRule rule : read(source)) {
      for (Condition each : RuleConditions.of(rule, "rules/a.drl", source, MODEL).conditions()) {
        assertThat(each.test(given)).isNotNull();
        assertThat(each.detail(given)).startsWith("rules/a.drl:");
      }
    }
  }
}
