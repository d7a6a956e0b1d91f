package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Decision;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.testing.TestWorkspace;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecideOperatorTest extends OneSubtask {
  @Test
  void anEventIsDecidedOnAsItComes() throws Exception {
    arrive(event("e-1", NOON));
    assertThat(causes()).containsExactly("e-1");
    assertThat(harness.extractOutputValues())
        .allSatisfy(out -> assertThat(out.key()).isEqualTo(ALICE));
  }

  @Test
  void theUsualEventTouchesNoTimer() throws Exception {
    arrive(waiting("e-1", NOON, 60));
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    for (int i = 2; i < 50; i++) {
      arrive(waiting("e-" + i, NOON + i * SECOND, 60));
    }
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
  }

  @Test
  void aTimerThatFindsNothingDueMovesOn() throws Exception {
    arrive(waiting("e-1", NOON, 60));
    arrive(waiting("e-2", NOON + 30 * SECOND, 60));
    harness.processWatermark(NOON + 60 * SECOND);
    assertThat(causes()).containsExactly("e-1", "e-2");
    assertThat(core.inputs).hasSize(2);
    harness.processWatermark(NOON + 90 * SECOND);
    assertThat(causes()).containsExactly("e-1", "e-2", "due " + (NOON + 90 * SECOND));
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void whatIsDueEarlierThanTheTimerThatIsSetComesInTime() throws Exception {
    arrive(waiting("e-1", NOON, 600));
    arrive(waiting("e-2", NOON + SECOND, 10));
    harness.processWatermark(NOON + 11 * SECOND);
    assertThat(causes()).containsExactly("e-1", "e-2", "due " + (NOON + 11 * SECOND));
    harness.processWatermark(NOON + 700 * SECOND);
    assertThat(causes()).hasSize(3);
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void aCustomerOfWhomNothingIsKeptLeavesNoState() throws Exception {
    arrive(waiting("e-1", NOON, 60));
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    arrive(Event.of("erase", "e-2", ALICE, NOON, Fields.NONE));
    assertThat(harness.numKeyedStateEntries()).isZero();
    harness.processWatermark(Long.MAX_VALUE);
    assertThat(causes()).containsExactly("e-1");
  }

  @Test
  void anOfferGoesToItsChannelBeforeItsRecord() throws Exception {
    for (int i = 1; i <= 3; i++) {
      arrive(event("e-" + i, NOON));
    }
    assertThat(harness.extractOutputValues())
        .extracting(Outgoing::topic)
        .containsExactly("t.decisions", "t.decisions", "t.offers.sms", "t.decisions");
    assertThat(counts.offers).containsExactly("sms");
    assertThat(counts.decisions)
        .containsExactly(Decision.Kind.NONE, Decision.Kind.NONE, Decision.Kind.OFFERED);
  }

  @Test
  void aRepeatedEventWritesNothing() throws Exception {
    arrive(event("e-1", NOON));
    int writes = counts.states;
    arrive(event("repeat", NOON));
    assertThat(counts.states).isEqualTo(writes);
    assertThat(counts.duplicates).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stateAndTimersComeBackFromACheckpoint(boolean rocksdb) throws Exception {
    harness.close();
    harness = harness(true);
    harness.setStateBackend(
        rocksdb ? new EmbeddedRocksDBStateBackend(true) : new HashMapStateBackend());
    harness.open();
    arrive(waiting("e-1", NOON, 60));
    arrive(event("e-2", NOON));
    OperatorSubtaskState snapshot = harness.snapshot(1, NOON);
    harness.close();

    harness = harness(true);
    harness.setStateBackend(
        rocksdb ? new EmbeddedRocksDBStateBackend(true) : new HashMapStateBackend());
    harness.initializeState(snapshot);
    harness.open();
    arrive(event("e-3", NOON));
    assertThat(harness.extractOutputValues())
        .extracting(Outgoing::topic)
        .as("the third event brings the offer")
        .contains("t.offers.sms");
    harness.processWatermark(NOON + 60 * SECOND);
    assertThat(causes()).containsExactly("e-3", "due " + (NOON + 60 * SECOND));
  }

  /** Contract 4.12: what is past its deadline on the wall clock is not handed on. */
  @Test
  void aPushPastItsDeadlineFailsInsteadOfGoingOut() throws Exception {
    TestWorkspace workspace =
        new TestWorkspace().campaign("top-up", "{event: recharge}", "act within: 5m\n");
    harness.close();
    harness = harness(rules(workspace), true);
    harness.open();
    clock(NOON + 300 * SECOND);
    arrive(Event.of("recharge", "e-1", ALICE, NOON, Fields.NONE));
    assertThat(topics()).containsExactly("t.offers.sms", "t.decisions");

    clock(NOON + 301 * SECOND + 1);
    arrive(Event.of("recharge", "e-2", ALICE, NOON + SECOND, Fields.NONE));
    assertThat(topics()).containsExactly("t.offers.sms", "t.decisions", "t.events", "t.decisions");
    Outgoing failed = harness.extractOutputValues().get(2);
    assertThat(failed.key()).isEqualTo(ALICE);
    assertThat(new String(failed.value(), StandardCharsets.UTF_8))
        .contains("\"type\":\"response\"", "\"kind\":\"failed\"", "\"reason\":\"late\"")
        .contains("\"id\":\"late-");
    assertThat(counts.refused).containsExactly("sms");
  }

  private List<String> topics() {
    return harness.extractOutputValues().stream().map(Outgoing::topic).toList();
  }

  /** Contract 3: a new campaign that waits for days reaches every known customer. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNewCampaignOfDaysReachesThoseWhoSendNoEvent(boolean rocksdb) throws Exception {
    harness.close();
    harness = withBackend(rules(new TestWorkspace()), rocksdb);
    harness.open();
    for (int i = 0; i < 3 * Review.BATCH; i++) {
      Map<String, Object> born = Map.of("birth_date", LocalDate.of(1990, 11, 16));
      Event profile = Event.profile("p", "c-" + i, NOON, ProfileChange.set(born));
      harness.processElement(new Arrival(profile, NOON), NOON);
    }
    OperatorSubtaskState snapshot = harness.snapshot(1, NOON);
    harness.close();

    TestWorkspace yearly =
        new TestWorkspace().campaign("birthday", "{yearly: birth_date, at: \"09:00\"}", "");
    harness = withBackend(rules(yearly), rocksdb);
    harness.initializeState(snapshot);
    harness.open();
    harness.processWatermark(NOON);
    clock(Review.MILLIS);
    assertThat(harness.numEventTimeTimers()).isBetween(1, Review.BATCH);
    for (int i = 2; i < 6; i++) {
      clock(i * Review.MILLIS);
    }
    assertThat(harness.numEventTimeTimers()).isEqualTo(3 * Review.BATCH);
    harness.processWatermark(Instant.parse("2023-11-16T09:00:00Z").toEpochMilli());
    for (int i = 1; i < 6; i++) {
      clock(i * 60_000L);
    }
    assertThat(counts.offers).hasSize(3 * Review.BATCH);
  }

  private KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> withBackend(
      JobRules rules, boolean rocksdb) throws Exception {
    var made = harness(rules, true);
    made.setStateBackend(
        rocksdb ? new EmbeddedRocksDBStateBackend(true) : new HashMapStateBackend());
    return made;
  }
}
