package io.offerflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.condition.Values;
import io.offerflow.eligibility.CampaignRule;
import io.offerflow.eligibility.Eligibility;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Both that are compared decide the same, or the comparison would say nothing. */
final class WordedTest {

  @Test
  void bothWaysFindTheSame() {
    List<CampaignRule> rules = Worded.rules(60, 50);
    HandWrittenTexts handWritten = new HandWrittenTexts(rules);
    int eligible = 0;
    try (Eligibility.Session session = Eligibility.compile(rules).open()) {
      for (Values customer : Worded.customers()) {
        Set<Integer> found = new TreeSet<>();
        session.eligible(Triggered.TRIGGER, customer, found::add);
        Set<Integer> byHand = new TreeSet<>();
        handWritten.eligible(Triggered.TRIGGER, customer, byHand::add);
        assertThat(found).isEqualTo(byHand);
        eligible += found.size();
      }
    }
    assertThat(eligible / 50.0 / Triggered.CUSTOMERS).isBetween(0.03, 0.07);
  }
}
