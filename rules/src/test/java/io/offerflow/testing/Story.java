package io.offerflow.testing;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.CustomerState;
import io.offerflow.decision.Decider;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.decision.StateReader;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What happens to one customer, told step by step. Her state goes through its binary form after
 * each step, as it does in the job.
 */
public final class Story implements AutoCloseable {
  public static final String CUSTOMER = "c-1";

  private final Decider decider;
  private final List<Decision> decisions = new ArrayList<>();
  private CustomerState state;
  private final StateReader reader = new StateReader();
  private Outcome last;
  private int events;

  public Story(Bundle bundle) {
    decider = new Decider(bundle);
  }

  public static Story of(TestWorkspace workspace) {
    return new Story(workspace.bundle());
  }

  public static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  /** Field values in turn with their names; whole numbers and decimals may be plain. */
  public Story event(String instant, String type, Object... fields) {
    return event(Event.of(type, "e-" + ++events, CUSTOMER, at(instant), fields(fields)));
  }

  public Story event(Event event) {
    return step(new Input.Arrived(event));
  }

  public Story profile(String instant, Map<String, Object> set) {
    return event(Event.profile("e-" + ++events, CUSTOMER, at(instant), ProfileChange.set(set)));
  }

  /** The stream's clock passes that instant. */
  public Story clock(String instant) {
    return step(new Input.Wakeup(CUSTOMER, at(instant)));
  }

  /** What happened so far is forgotten; she goes on from that state. */
  public Story from(CustomerState other) {
    state = other;
    return this;
  }

  public Story step(Input input) {
    last = decider.decide(state, input);
    state = last.state() == null ? null : copy(last.state());
    decisions.addAll(last.decisions());
    return this;
  }

  /** Through bytes, and into the very objects that the state was made of. */
  private CustomerState copy(CustomerState state) {
    BlobWriter out = new BlobWriter();
    state.write(out);
    byte[] bytes = out.toBytes();
    BlobReader in = new BlobReader(bytes);
    CustomerState.read(in);
    if (!in.isAtEnd()) {
      throw new AssertionError("bytes left over");
    }
    reader.giveBack(state);
    return reader.read(bytes);
  }

  public static Fields fields(Object... namesAndValues) {
    Fields.Builder fields = new Fields.Builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      fields.put((String) namesAndValues[i], value instanceof Number ? number(value) : value);
    }
    return fields.build();
  }

  private static BigDecimal number(Object value) {
    return new BigDecimal(value.toString());
  }

  /** Of the last step. */
  public Outcome outcome() {
    return last;
  }

  public CustomerState state() {
    return state;
  }

  public List<Decision> decisions() {
    return decisions;
  }

  /** The one decision of the last step. */
  public Decision decision() {
    if (last.decisions().size() != 1) {
      throw new AssertionError("decisions of the last step: " + last.decisions());
    }
    return last.decisions().get(0);
  }

  /** What became of that campaign in the last step's one decision, such as {@code cap}. */
  public String result(String campaign) {
    return considered(campaign).result().word();
  }

  public Decision.Considered considered(String campaign) {
    return decision().considered().stream()
        .filter(considered -> considered.campaign().equals(campaign))
        .findFirst()
        .orElseThrow(() -> new AssertionError(campaign + " is not in " + decision()));
  }

  @Override
  public void close() {
    decider.close();
  }
}
