package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.testing.TestWorkspace;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of customers when rules change. */
class LiveStateTest extends LiveSubtask {
  @Test
  void stateOfWhatDidNotChangeSurvives() throws Exception {
    TestWorkspace before =
        topUp()
            .features("spent: {sum: recharge.amount, last: 30d}\n")
            .file(
                "campaigns/mark.yaml", "campaign: mark\nwhen: {event: app_view}\ntag: {keen: 7d}\n")
            .campaign("remind", "{event: app_view, without: {event: recharge}, within: 1h}", "");
    TestWorkspace after =
        before
            .campaign("rich", RECHARGE, "if: ['spent >= 30', 'tags contains \"keen\"']\n")
            .policy(
                """
                classes: {service: {}, sales: {}}
                consent: {sms: opt-out, push: opt-in}
                caps: [{max: 2, last: 24h}]
                """);
    harness.close();
    begin(files(copy(before, "rich")), null);
    arrive(Event.of("app_view", "v", ALICE, NOON, Fields.NONE));
    recharge();
    recharge();
    feed.deploy(2, files(after));
    awaitNumber(2);
    recharge();
    // The window and the tag are there; the two contacts fill the cap that is new.
    assertThat(lastConsidered("rich")).isEqualTo("cap");
    // The wait was ended by a recharge, one that is open ends by the clock.
    arrive(Event.of("app_view", "v2", ALICE, NOON + 10 * MINUTE, Fields.NONE));
    feed.deploy(3, files(after.campaign("more", "{event: app_view}", "")));
    awaitNumber(3);
    harness.processWatermark(NOON + 71 * MINUTE);
    assertThat(lastConsidered("remind")).isEqualTo("cap");
  }

  /** The same files without one campaign. */
  private static TestWorkspace copy(TestWorkspace workspace, String without) {
    TestWorkspace copy = new TestWorkspace();
    workspace
        .files()
        .forEach(
            (path, bytes) -> {
              if (!path.equals("campaigns/" + without + ".yaml") && !path.equals("policy.yaml")) {
                copy.file(path, new String(bytes, StandardCharsets.UTF_8));
              }
            });
    return copy;
  }

  @Test
  void newDaysReachThoseWhoSendNoEvent() throws Exception {
    Map<String, Object> born = Map.of("birth_date", LocalDate.of(1990, 11, 16));
    for (int i = 0; i < 3 * Review.BATCH; i++) {
      Event profile = Event.profile("p", "c-" + i, NOON, ProfileChange.set(born));
      harness.processElement(new Arrival(profile, NOON), NOON);
    }
    harness.processWatermark(NOON);
    assertThat(harness.numEventTimeTimers()).isZero();
    feed.deploy(2, files(topUp().campaign("birthday", "{yearly: birth_date, at: \"09:00\"}", "")));
    awaitNumber(2);
    for (int i = 1; i < 6; i++) {
      harness.setProcessingTime(i * Review.MILLIS);
    }
    assertThat(harness.numEventTimeTimers()).isEqualTo(3 * Review.BATCH);
    harness.processWatermark(NOON + 3 * 24 * 60 * MINUTE);
    for (int i = 1; i < 6; i++) {
      harness.setProcessingTime(i * MINUTE);
    }
    assertThat(counts.offers).isEqualTo(3 * Review.BATCH);
  }

  @Test
  void whatIsDueEarlierByTheNewRulesComesInTime() throws Exception {
    harness.close();
    TestWorkspace spending =
        topUp().features("spent: {sum: recharge.amount, last: 1h}\n").campaign("x", RECHARGE, "");
    begin(files(spending), null);
    recharge();
    harness.processWatermark(NOON);
    feed.deploy(2, files(spending.campaign("idle", "{cross: spent, below: 5}", "")));
    awaitNumber(2);
    harness.setProcessingTime(Review.MILLIS);
    harness.processWatermark(NOON + 61 * MINUTE);
    assertThat(lastConsidered("idle")).isEqualTo("won");
  }

  @Test
  void anEventThatWasDecodedByAnotherSchemaComesToWhatItWouldNow() throws Exception {
    feed.deploy(
        2,
        files(
            topUp()
                .file(
                    "schema.yaml",
                    """
                    customer: {push_token: {type: text, pii: true}}
                    events: {recharge: {amount: text}}
                    """)));
    awaitNumber(2);
    arrive(Event.of("app_view", "gone", ALICE, NOON, Fields.NONE));
    arrive(Event.of("recharge", "other", ALICE, NOON, Fields.of("amount", BigDecimal.TEN)));
    arrive(Event.of("recharge", "good", ALICE, NOON, Fields.NONE));
    assertThat(counts.deadLetters).isEqualTo(2);
    assertThat(texts("t.dead-letters"))
        .hasSize(2)
        .allSatisfy(letter -> assertThat(letter).contains("\"position\":\"in flight\""));
    assertThat(results()).containsExactly("won");
  }
}
