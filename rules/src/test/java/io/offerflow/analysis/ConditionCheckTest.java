package io.offerflow.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Problem;
import io.offerflow.workspace.WorkspaceReader;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionCheckTest {
  static final long NOW = Instant.parse("2026-11-22T10:00:00Z").toEpochMilli();
  private static final String FEATURES =
      """
      spend_30d: {sum: purchase.amount, last: 30d}
      buys_30d:  {count: purchase, last: 30d}
      """;

  @Test
  void aConditionThatCanNeverBeTrue() {
    assertThat(ofIf("- buys_30d < 0"))
        .containsExactly(
            "5:5: this can never be true, so nobody ever gets this: correct it or remove it");
  }

  @Test
  void aSingleConditionIsFoundWithoutAList() {
    assertThat(warnings("{event: purchase}", "if: buys_30d < 0\n"))
        .containsExactly(
            "campaigns/c.yaml:6:5: this can never be true, so nobody ever gets this: correct it or"
                + " remove it");
  }

  @Test
  void aConditionThatAlwaysIs() {
    assertThat(ofIf("- buys_30d >= 0"))
        .containsExactly("5:5: this is always true: correct it, or remove it");
  }

  @Test
  void whatMayBeMissingIsNotAlwaysTrue() {
    assertThat(ofIf("- customer.fee < 5 or customer.fee >= 5")).isEmpty();
  }

  @Test
  void conditionsThatContradictEachOther() {
    assertThat(ofIf("- customer.fee < 5", "- spend_30d > 1", "- customer.fee >= 5"))
        .containsExactly(
            "7:5: this is never true together with `customer.fee < 5` in line 5, so nobody ever"
                + " gets this: correct one of the two");
  }

  @Test
  void conditionsThatContradictEachOtherOnlyTogether() {
    assertThat(
            ofIf(
                "- customer.tier != \"gold\"",
                "- customer.tier != \"silver\"",
                "- customer.tier != \"bronze\""))
        .containsExactly(
            "5:5: these conditions are never all true at once, so nobody ever gets this: correct"
                + " them");
  }

  @Test
  void anAlternativeThatIsNone() {
    assertThat(ofIf("- customer.fee > 5 and (buys_30d < 0 or spend_30d > 10)"))
        .containsExactly("5:5: `buys_30d < 0` in this can never be true: correct it or remove it");
  }

  @Test
  void aConditionThatAnotherOneImplies() {
    assertThat(ofIf("- customer.fee > 5", "- customer.fee > 7"))
        .containsExactly(
            "5:5: this is always true where `customer.fee > 7` in line 6 is: remove one of the"
                + " two");
  }

  @Test
  void aConditionThatStandsTwiceIsToldOnce() {
    assertThat(ofIf("- customer.fee > 5", "- 5 < customer.fee"))
        .containsExactly(
            "6:5: this is always true where `customer.fee > 5` in line 5 is: remove one of the"
                + " two");
  }

  @Test
  void theMomentCounts() {
    String when = "{event: recharge, where: amount < 50}";
    assertThat(warnings(when, "if: [event.amount > 100]\n"))
        .containsExactly(
            "campaigns/c.yaml:6:6: this can never be true when `when` is, so nobody ever gets"
                + " this: correct one");
    assertThat(warnings(when, "if: [event.amount <= 50]\n"))
        .containsExactly(
            "campaigns/c.yaml:6:6: this is always true when `when` is: remove it, or correct one"
                + " of the two");
    assertThat(warnings("{cross: spend_30d, above: 500}", "if: [spend_30d < 400]\n"))
        .singleElement()
        .asString()
        .contains("this can never be true when `when` is");
    // She may have spent less again when it comes to be asked once more after quiet hours.
    assertThat(warnings("{cross: spend_30d, above: 500}", "if: [spend_30d > 400]\n")).isEmpty();
  }

  @Test
  void whereOfMomentsAndFeatures() {
    assertThat(
            warnings(
                "{event: recharge, where: 'amount < 5 and amount > 7', without: {event: purchase,"
                    + " where: 'type == \"purchase\"'}, within: 1h}",
                ""))
        .containsExactly(
            "campaigns/c.yaml:2:32: this can never be true, so no event is meant: correct it or"
                + " remove it",
            "campaigns/c.yaml:2:95: this is always true: correct it, or remove it");
    TestWorkspace workspace = workspace("{event: purchase}", "if: [none > 3]\n");
    workspace.features("none: {count: purchase, where: 'id is missing'}\n");
    assertThat(warnings(workspace))
        .containsExactly(
            "features.yaml:1:32: this can never be true, so no event ever enters `none`: correct"
                + " it or remove it");
  }

  @Test
  void weightsThatNeverOrAlwaysCount() {
    String text =
        """
        if: [customer.fee > 5]
        context:
          - {if: customer.fee < 3, weight: 5}
          - {if: customer.fee > 4, weight: 5}
          - {if: customer.fee > 9, weight: 5}
          - {if: hour > 25, weight: 5}
        """;
    assertThat(warnings("{event: purchase}", text))
        .containsExactly(
            "campaigns/c.yaml:8:10: this is never true when the campaign's `if` is, so its weight"
                + " never counts",
            "campaigns/c.yaml:9:10: this is always true when the campaign's `if` is: use `lever`"
                + " instead",
            "campaigns/c.yaml:11:10: this can never be true, so its weight never counts: correct"
                + " it or remove it");
  }

  /** As {@code LINE:COLUMN: MESSAGE}; the first condition stands in line 5. */
  private static List<String> ofIf(String... conditions) {
    String text = "if:\n  " + String.join("\n  ", conditions) + "\n";
    TestWorkspace workspace = new TestWorkspace().features(FEATURES);
    workspace.file(
        "campaigns/c.yaml",
        "campaign: c\nwhen: {event: purchase}\nclass: sales\n"
            + text
            + "offer: pack\nchannels: [sms]\n");
    return warnings(workspace).stream()
        .map(warning -> warning.replace("campaigns/c.yaml:", ""))
        .toList();
  }

  private static TestWorkspace workspace(String when, String more) {
    return new TestWorkspace().features(FEATURES).campaign("c", when, more);
  }

  private static List<String> warnings(String when, String more) {
    return warnings(workspace(when, more));
  }

  /** Those about conditions. */
  private static List<String> warnings(TestWorkspace workspace) {
    WorkspaceReader.Result read = WorkspaceReader.read(workspace.files());
    workspace.read();
    return Analysis.of(read, NOW).stream()
        .map(Problem::toString)
        .filter(warning -> warning.contains(" true"))
        .toList();
  }
}
