package io.offerflow.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Decision;
import io.offerflow.measure.Uplift.Verdict;
import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Workspace;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Those who were contacted beside those who were left alone. */
class ComparisonTest extends Measuring {
  @Test
  void thoseLeftAloneAreComparedByCustomerAndByIntention() {
    design = new Design(0.5, Set.of(), Map.of(), Map.of());
    for (int i = 0; i < 200; i++) {
      String customer = "c" + i;
      if (i % 2 == 0) {
        offered("a" + i, customer, 0, "data");
        offered("b" + i, customer, 1, "data");
      } else {
        ghost("a" + i, customer, 0, "data", "control");
      }
      response(customer, 2, "a" + i, "failed");
      response(customer, 2, "b" + i, "failed");
      if (i % 2 == 0 ? i < 100 : i < 40) {
        bought(customer, 3, "pack");
        bought(customer, 4, "pack");
      }
    }
    Measured measured = measured();
    Uplift uplift = measured.uplifts().get(0);
    assertThat(measured.uplifts()).hasSize(1);
    assertThat(uplift.contacted()).isEqualTo(100);
    assertThat(uplift.contactedSuccesses()).isEqualTo(50);
    assertThat(uplift.alone()).isEqualTo(100);
    assertThat(uplift.aloneSuccesses()).isEqualTo(20);
    assertThat(uplift.verdict()).isEqualTo(Verdict.MORE);
    assertThat(measured.overall().contactedSuccesses()).isEqualTo(50);
    assertThat(measured.overall().campaign()).isNull();
    assertThat(measured.checks()).extracting(ShareCheck::alarm).containsExactly(false, false);
    assertThat(converted(measured, "data")).isZero();
    assertThat(of(measured, "data").ghosts().converted()).isEqualTo(20);
  }

  @Test
  void aHoldOutIsComparedWithinItsCampaignAndCountsAsContactedOverAll() {
    design = new Design(0.1, Set.of("care"), Map.of("data", 0.2), Map.of());
    offered("d1", "c1", 0, "data");
    ghost("d2", "c2", 0, "data", "hold-out");
    offered("d3", "c2", 1, "care");
    ghost("d4", "c3", 0, "data", "control");
    bought("c2", 2, "pack");
    Measured measured = measured();
    assertThat(measured.uplifts())
        .extracting(Uplift::against)
        .containsExactly("hold-out", "control");
    assertThat(measured.overall().contacted()).isEqualTo(2);
    assertThat(measured.overall().contactedSuccesses()).isEqualTo(1);
    assertThat(measured.uplifts()).extracting(Uplift::verdict).containsOnly(Verdict.TOO_FEW);
    assertThat(design.arms("data")).containsEntry("hold-out", 0.9 * 0.2);
    assertThat(design.arms("care")).containsOnlyKeys("contacted");
  }

  @Test
  void whoIsInTwoArmsIsInNoComparison() {
    design = new Design(0.5, Set.of(), Map.of(), Map.of());
    offered("d1", "c1", 0, "data");
    ghost("d2", "c1", 1, "data", "control");
    ghost("d3", "c2", 1, "data", "control");
    Measured measured = measured();
    assertThat(of(measured, "data").mixed()).isEqualTo(1);
    assertThat(measured.uplifts().get(0).alone()).isEqualTo(1);
    assertThat(measured.uplifts().get(0).difference()).isNull();
    assertThat(measured.uplifts().get(0).verdict()).isEqualTo(Verdict.TOO_FEW);
  }

  @Test
  void anAnswerIsNoSuccessOfThoseWhoWereNotAsked() {
    design = new Design(0.5, Set.of(), Map.of(), Map.of());
    offered("d1", "c1", 0, "survey");
    ghost("d2", "c2", 0, "survey", "control");
    Measured measured = measured();
    assertThat(measured.uplifts().get(0).verdict()).isEqualTo(Verdict.NOT_COMPARABLE);
    assertThat(measured.overall()).isNull();
  }

  @Test
  void variantsOfTheWrongSizesSetOffTheAlarm() {
    design = new Design(0, Set.of(), Map.of(), Map.of("data", Map.of("a", 0.5, "b", 0.5)));
    for (int i = 0; i < 200; i++) {
      String variant = i % 4 == 0 ? "a" : "b";
      decide("d" + i, "c" + i, 0, "data", Decision.Kind.OFFERED, null, variant, null);
    }
    Measured measured = measured();
    assertThat(measured.checks()).hasSize(1);
    assertThat(measured.checks().get(0).of()).isEqualTo("variants");
    assertThat(measured.checks().get(0).alarm()).isTrue();
    assertThat(measured.cells()).extracting(Measured.Cell::variant).containsExactly("a", "b");
  }

  @Test
  void theDesignIsThatOfTheFiles() {
    Workspace tested =
        new TestWorkspace()
            .policy("classes: {sales: {}, service: {ignores: [control]}}\ncontrol group: 5%\n")
            .campaign(
                "data",
                "{event: recharge}",
                "hold out: 10%\nvariants: {a: {share: 30%}, b: {share: 70%}}\n")
            .campaign("care", "{event: recharge}", "class: service\noffer: care\n")
            .read();
    assertThat(Design.of(tested))
        .isEqualTo(
            new Design(
                0.05,
                Set.of("care"),
                Map.of("data", 0.1),
                Map.of("data", Map.of("a", 0.3, "b", 0.7))));
  }
}
