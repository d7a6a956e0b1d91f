package io.offerflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.gateway.Entry.State;
import io.offerflow.gateway.carrier.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The parts of the loop that need no broker and no peer. */
final class LoopProperties {
  private static final ChannelSettings SMS =
      new ChannelSettings("sms", "a", 0, null, null, false, 100);

  @Property(tries = 200)
  void onlyWhatStandsBeforeTheFirstOpenRecordIsCommitted(
      @ForAll @IntRange(min = 1, max = 60) int count, @ForAll Random random) {
    OffsetLedger ledger = new OffsetLedger();
    List<Long> open = new ArrayList<>();
    for (long offset = 100; offset < 100 + count; offset++) {
      ledger.read(offset);
      open.add(offset);
    }
    Collections.shuffle(open, random);
    while (!open.isEmpty()) {
      ledger.settle(open.remove(0));
      long before = open.stream().mapToLong(Long::longValue).min().orElse(100L + count);
      long toCommit = ledger.toCommit();
      assertThat(toCommit).isIn(-1L, before);
      if (toCommit >= 0 && random.nextBoolean()) {
        ledger.committed(toCommit);
        assertThat(ledger.toCommit()).isEqualTo(-1);
      }
    }
    ledger.committed(Math.max(0, ledger.toCommit()));
    assertThat(ledger.open()).isZero();
  }

  @Property(tries = 100)
  void noSecondSeesMoreThanTheRateAndATenth(
      @ForAll @IntRange(min = 1, max = 500) int perSecond,
      @ForAll @Size(min = 5, max = 200) List<@IntRange(max = 400_000_000) Integer> pauses) {
    Pace pace = new Pace(perSecond);
    List<Long> taken = new ArrayList<>();
    long now = -5_000_000_000L;
    for (int pause : pauses) {
      now += pause;
      long delay = pace.delay(now);
      now += delay;
      assertThat(pace.delay(now)).isZero();
      pace.take(now, 1);
      taken.add(now);
    }
    for (int from = 0; from < taken.size(); from++) {
      long end = taken.get(from) + 1_000_000_000L;
      long within = taken.stream().skip(from).filter(at -> at < end).count();
      assertThat(within).isLessThanOrEqualTo((long) Math.ceil(perSecond * 1.1) + 1);
    }
  }

  @Property(tries = 100)
  void classesGoInTheirOrderAndEachInThatOfArrival(
      @ForAll @Size(max = 50) List<@IntRange(max = 3) Integer> ranks) {
    List<String> classes = List.of("service", "care", "sales");
    WaitingRoom room = new WaitingRoom(classes, 0, List.of(SMS));
    for (int i = 0; i < ranks.size(); i++) {
      String contactClass = ranks.get(i) == 3 ? "other" : classes.get(ranks.get(i));
      room.add(waiting("d" + i, contactClass, i));
    }
    List<Integer> order = new ArrayList<>();
    for (Waiting next = room.take(1); next != null; next = room.take(1)) {
      order.add(ranks.get((int) next.offset) * 1_000 + (int) next.offset);
    }
    assertThat(order).isSorted().hasSize(ranks.size());
    assertThat(room.size()).isZero();
  }

  @Example
  void whatIsPutBackWaitsItsTimeAndWhatIsDroppedIsGone() {
    WaitingRoom room = new WaitingRoom(List.of(), 0, List.of(SMS));
    Waiting first = waiting("d1", "sales", 1);
    room.add(first);
    assertThat(room.take(10)).isSameAs(first);
    first.notBefore = 50;
    room.putBack(first);
    assertThat(room.take(49)).isNull();
    assertThat(room.delay(40, 1_000)).isEqualTo(10);
    assertThat(room.take(50)).isSameAs(first);
    room.putBack(first);
    assertThat(room.takeAll(one -> one.ledger == first.ledger)).containsExactly(first);
    assertThat(room.size("sms")).isZero();
  }

  @Example
  void aChannelsRateDoesNotHoldAnotherChannelUp() {
    ChannelSettings slow = new ChannelSettings("slow", "a", 1, null, null, false, 100);
    WaitingRoom room = new WaitingRoom(List.of(), 0, List.of(slow, SMS));
    for (int i = 0; i < 3; i++) {
      room.add(new Waiting(message("s" + i, "slow", "sales"), slow, new OffsetLedger(), i));
    }
    room.add(waiting("d", "sales", 9));
    assertThat(room.take(0).message.decision()).isEqualTo("s0");
    assertThat(room.take(0).message.decision()).isEqualTo("d");
    assertThat(room.take(0)).isNull();
    assertThat(room.take(1_000_000_000L).message.decision()).isEqualTo("s1");
  }

  @Property(tries = 100)
  void whatIsRememberedIsBoundedAndLeavesNothingBehind(
      @ForAll @IntRange(min = 1, max = 20) int atMost,
      @ForAll @Size(max = 60) List<@IntRange(max = 500) Integer> steps) {
    Remembered remembered = new Remembered(1_000, atMost);
    long now = 10_000;
    for (int i = 0; i < steps.size(); i++) {
      now += steps.get(i);
      remembered.put(entry("d" + i, 1, State.SENT, "r" + i, now), now);
      assertThat(remembered.size()).isLessThanOrEqualTo(atMost);
      assertThat(remembered.byReference("a", "r" + i).decision()).isEqualTo("d" + i);
      for (int old = 0; old < i; old++) {
        boolean known = remembered.of("d" + old) != null;
        assertThat(remembered.byReference("a", "r" + old) != null).isEqualTo(known);
        assertThat(remembered.byAddress(("d" + old).hashCode()) != null).isEqualTo(known);
      }
    }
  }

  @Example
  void ofTwoEntriesTheLaterVersionHoldsWhateverComesFirst() {
    Remembered remembered = new Remembered(1_000, 10);
    Entry sent = entry("d", 2, State.SENT, "r", 100);
    assertThat(remembered.put(sent, 100)).isTrue();
    assertThat(remembered.put(entry("d", 1, State.SUBMITTING, "r", 100), 100)).isFalse();
    assertThat(remembered.of("d")).isEqualTo(sent);
    Entry done = sent.with("r");
    assertThat(remembered.put(done, 100)).isTrue();
    assertThat(remembered.byReference("a", "r").state()).isEqualTo(State.DONE);
    assertThat(EntryCodec.read("d", EntryCodec.write(done))).isEqualTo(done);
    assertThat(EntryCodec.read("d", new byte[] {1})).isNull();
  }

  @Example
  void wordsThatEndItAreKnownInAnyDress() {
    OptOut optOut = new OptOut(OptOut.DEFAULT.values());
    assertThat(List.of("STOP", " stop!", "Stop.", "ｓｔｏｐ", "«stop» please", "退订", "退订谢谢", "TD", "T"))
        .allMatch(optOut::isSaidBy);
    assertThat(List.of("stopwatch", "please stop", "Thanks", "", "不退订", "today"))
        .noneMatch(optOut::isSaidBy);
  }

  @Example
  void oneNumberInSeveralDressesIsOneAddress() {
    long hash = Addresses.hash("a", "+86 138-0000");
    assertThat(Addresses.hash("a", "861380000")).isEqualTo(hash);
    assertThat(Addresses.hash("a", "00861380000")).isEqualTo(hash);
    assertThat(Addresses.hash("b", "861380000")).isNotEqualTo(hash);
    assertThat(Addresses.hash("a", "token+86")).isNotEqualTo(Addresses.hash("a", "token86"));
  }

  private static Waiting waiting(String decision, String contactClass, long offset) {
    return new Waiting(message(decision, "sms", contactClass), SMS, new OffsetLedger(), offset);
  }

  private static Message message(String decision, String channel, String contactClass) {
    return new Message(
        decision,
        "c",
        channel,
        "+1",
        null,
        Map.of("text", "t"),
        "en",
        contactClass,
        "k",
        "o",
        0,
        1);
  }

  private static Entry entry(
      String decision, int version, State state, String reference, long time) {
    return new Entry(
        decision,
        state,
        version,
        "c",
        "a",
        "sms",
        decision.hashCode(),
        List.of(reference),
        List.of(),
        time);
  }
}
