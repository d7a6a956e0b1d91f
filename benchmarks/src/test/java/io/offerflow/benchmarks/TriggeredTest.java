package io.offerflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.offerflow.condition.Values;
import io.offerflow.eligibility.CampaignRule;
import io.offerflow.eligibility.Eligibility;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** All that is compared decides the same, or the comparison would say nothing. */
final class TriggeredTest {
  private int found;

  @Test
  void everyWayFindsTheSame() {
    List<CampaignRule> rules = Triggered.rules(30, Triggered.count("ten", 30));
    HandWritten handWritten = new HandWritten(rules);
    JoinedRules joined = new JoinedRules(rules);
    int eligible = 0;
    try (Eligibility.Session session = Eligibility.compile(rules).open()) {
      for (Values customer : Triggered.customers()) {
        found = 0;
        session.eligible(Triggered.TRIGGER, customer, index -> found++);
        Set<Integer> byHand = new TreeSet<>();
        handWritten.eligible(Triggered.TRIGGER, customer, byHand::add);
        assertThat(byHand).hasSize(found);
        assertThat(joined.sessionPerEvent(Triggered.TRIGGER, customer)).isEqualTo(found);
        assertThat(joined.stateless(Triggered.TRIGGER, customer)).isEqualTo(found);
        eligible += found;
      }
    }
    assertThat(eligible).isPositive();
  }

  @Test
  void esperFindsTheSameWhereItIsThere() {
    assumeTrue(EsperStatements.isThere(), "nobody has put Esper there");
    List<CampaignRule> rules = Triggered.rules(30, Triggered.count("ten", 30));
    HandWritten handWritten = new HandWritten(rules);
    try (EsperStatements esper = new EsperStatements(rules)) {
      for (Values customer : Triggered.customers()) {
        found = 0;
        handWritten.eligible(Triggered.TRIGGER, customer, index -> found++);
        assertThat(esper.eligible(Triggered.TRIGGER, customer)).isEqualTo(found);
      }
    }
  }

  @Test
  void aShareIsTriggered() {
    assertThat(Triggered.count("ten", 1000)).isEqualTo(10);
    assertThat(Triggered.count("1", 1000)).isEqualTo(10);
    assertThat(Triggered.count("100", 1000)).isEqualTo(1000);
    assertThat(Triggered.rules(100, 10))
        .filteredOn(rule -> rule.trigger().equals(Triggered.TRIGGER))
        .hasSize(10);
  }
}
