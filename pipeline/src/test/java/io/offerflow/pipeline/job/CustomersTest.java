package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.decision.Input;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.pipeline.backend.Freeze;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.pipeline.state.Saved;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.junit.jupiter.api.Test;

class CustomersTest {
  private final Store store = new Store();
  private final Counting core = new Counting();

  @Test
  void whoIsHeldIsNeitherReadNorWritten() throws Exception {
    Customers customers = holding(2);
    for (int i = 0; i < 10; i++) {
      handle(customers, "alice", "e-" + i);
    }
    assertThat(store.told).containsExactly("read alice");
    customers.flush();
    customers.flush();
    assertThat(store.told).containsExactly("read alice", "write alice");
    assertThat(core.decoded).isZero();
  }

  @Test
  void whoWasMetLongestAgoMakesRoomUnderHerOwnKey() throws Exception {
    Customers customers = holding(2);
    for (String id : List.of("alice", "bob", "alice", "carol")) {
      handle(customers, id, "e-" + id);
    }
    assertThat(store.told).containsExactly("read alice", "read bob", "read carol", "write bob");
    assertThat(store.key).as("whose event it was").isEqualTo("carol");
    handle(customers, "bob", "e-2");
    assertThat(store.told).endsWith("read bob", "write alice");
    assertThat(core.decoded).isEqualTo(1);
  }

  @Test
  void whatChangedNothingIsNotWritten() throws Exception {
    Customers customers = holding(1);
    handle(customers, "alice", "e-1");
    customers.flush();
    handle(customers, "alice", "repeat");
    customers.flush();
    handle(customers, "bob", "e-1");
    assertThat(store.told).containsExactly("read alice", "write alice", "read bob");
  }

  @Test
  void whoeverHasNoEventTakesNobodysRoom() throws Exception {
    Customers customers = holding(1);
    handle(customers, "alice", "e-1");
    Customer bob = customers.look("bob");
    became(bob, new Input.Arrived(event("bob", "e-1")));
    customers.keep(bob);
    handle(customers, "alice", "e-2");
    assertThat(store.told).containsExactly("read alice", "read bob", "write bob");
  }

  @Test
  void withNoRoomEachIsReadAndWrittenForEachEvent() throws Exception {
    Customers customers = holding(0);
    handle(customers, "alice", "e-1");
    handle(customers, "alice", "e-2");
    handle(customers, "alice", "repeat");
    assertThat(store.told)
        .containsExactly("read alice", "write alice", "read alice", "write alice", "read alice");
  }

  @Test
  void whoMakesRoomGivesHerStateBackOnceItIsWritten() throws Exception {
    Customers customers = holding(1);
    handle(customers, "alice", "e-1");
    assertThat(core.takenBack).isEmpty();
    handle(customers, "bob", "e-1");
    assertThat(core.takenBack).containsExactly(store.values.get("alice").blob());
    Customer carol = customers.look("carol");
    became(carol, new Input.Arrived(event("carol", "e-1")));
    customers.keep(carol);
    assertThat(core.takenBack).hasSize(2).endsWith(store.values.get("carol").blob());
    assertThat(carol.take(core).bytes()).isEqualTo(store.values.get("carol").blob());
  }

  @Test
  void largeStatesTakeTheRoomOfMany() throws Exception {
    Customers customers = holding(4);
    store.values.put("large", new Saved(new byte[4 * 8_192], Saved.NEVER, Saved.NEVER));
    handle(customers, "alice", "e-1");
    handle(customers, "large", "repeat");
    handle(customers, "bob", "e-1");
    customers.flush();
    handle(customers, "carol", "e-1");
    assertThat(customers.get("carol").isHeld()).isTrue();
    assertThat(customers.get("bob").isHeld()).isTrue();
    assertThat(customers.get("large").isHeld()).isFalse();
    assertThat(customers.get("alice").isHeld()).isFalse();
  }

  @Test
  void otherRulesDecodeAnew() throws Exception {
    Customers customers = holding(2);
    handle(customers, "alice", "e-1");
    Counting other = new Counting();
    customers.use(other);
    Customer alice = customers.look("alice");
    assertThat(store.told).containsExactly("read alice", "write alice", "read alice");
    alice.take(other);
    assertThat(other.decoded).isEqualTo(1);
  }

  @Test
  void whoIsForgottenLeavesNothing() throws Exception {
    Customers customers = holding(2);
    handle(customers, "alice", "e-1");
    customers.flush();
    customers.forget(customers.look("alice"));
    customers.flush();
    assertThat(store.values).isEmpty();
    assertThat(customers.look("alice").isKnown()).isFalse();
  }

  @Test
  void aStateThatTheCoreHasConsumedIsOfNoUseToAnybody() throws Exception {
    Customers customers = holding(2);
    handle(customers, "alice", "e-1");
    Customer alice = customers.look("alice");
    alice.take(core);
    assertThatThrownBy(customers::flush).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> alice.take(core)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsDecidedOnceMoreIsDecidedOnTheStateOfBefore() throws Exception {
    Customers customers = holding(2);
    handle(customers, "alice", "e-1");
    Customer alice = customers.look("alice");
    byte[] before = alice.bytes();
    alice.take(core);
    assertThat(alice.take(core).bytes()).isEqualTo(before);
  }

  @Test
  void ofThoseWhoAreNewerTheOneMetLongestAgoIsWrittenWhileOthersAreHandled() throws Exception {
    Customers customers = holding(10, 2);
    for (String id : List.of("alice", "bob", "alice", "carol", "carol", "dora")) {
      handle(customers, id, "e-1");
      assertThat(store.key).isEqualTo(id);
    }
    assertThat(store.told)
        .containsExactly(
            "read alice", "read bob", "read carol", "write bob", "read dora", "write alice");
    customers.flush();
    assertThat(store.told.subList(6, 8)).containsExactlyInAnyOrder("write carol", "write dora");
    handle(customers, "alice", "e-2");
    customers.flush();
    assertThat(store.told.subList(8, 9)).containsExactly("write alice");
  }

  @Test
  void whoIsHeldAsSheIsStoredIsHeldAsBytesUntilTheCoreNeedsHer() throws Exception {
    Customers customers = holding(10, 1);
    handle(customers, "alice", "e-1");
    handle(customers, "bob", "e-1");
    assertThat(core.takenBack).as("written").containsExactly(store.values.get("alice").blob());
    customers.flush();
    assertThat(core.takenBack).hasSize(2).endsWith(store.values.get("bob").blob());
    handle(customers, "alice", "repeat");
    assertThat(core.takenBack).as("unchanged").hasSize(3);
    assertThat(core.decoded).isEqualTo(1);
    assertThat(store.told).as("no more").hasSize(4);
    assertThat(store.told).containsExactly("read alice", "read bob", "write alice", "write bob");
  }

  private Customers holding(int most) throws Exception {
    return holding(most, 100);
  }

  private Customers holding(int most, int mostNewer) throws Exception {
    Customers customers =
        new Customers(
            store,
            id -> store.key = id,
            saved -> saved,
            DecisionMetrics.NONE,
            most,
            mostNewer,
            new Freeze());
    customers.use(core);
    return customers;
  }

  private void handle(Customers customers, String id, String event) throws Exception {
    store.key = id;
    Customer customer = customers.get(id);
    became(customer, new Input.Arrived(event(id, event)));
    customers.hold(customer);
  }

  private void became(Customer customer, Input input) {
    customer.became(core.handle(customer.take(core), input), Saved.NEVER);
  }

  private static Event event(String customer, String id) {
    return Event.of("purchase", id, customer, 1_700_000_000_000L, Fields.NONE);
  }

  /** Says how often bytes were decoded, and what was taken back. */
  private static final class Counting implements Core {
    private final WaitingCore core = new WaitingCore();
    private final List<byte[]> takenBack = new ArrayList<>();
    private int decoded;

    @Override
    public void takeBack(Held state) {
      takenBack.add(state.bytes());
    }

    @Override
    public Held read(byte[] state) {
      decoded++;
      return core.read(state);
    }

    @Override
    public Answer handle(Held state, Input input) {
      return core.handle(state, input);
    }
  }

  /** A keyed state that tells what is done with it. */
  private static final class Store implements ValueState<Saved> {
    private final Map<String, Saved> values = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private String key;

    @Override
    public Saved value() {
      told.add("read " + key);
      return values.get(key);
    }

    @Override
    public void update(Saved value) {
      told.add("write " + key);
      values.put(key, value);
    }

    @Override
    public void clear() {
      values.remove(key);
    }
  }
}
