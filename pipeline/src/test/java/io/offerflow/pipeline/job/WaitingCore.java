package io.offerflow.pipeline.job;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.pipeline.state.Saved;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A core that is small enough to foresee: it counts a customer's events and decides once for each;
 * an event with {@code duration_s} makes something due so much later, in place of what was due
 * before; {@code erase} forgets her.
 */
final class WaitingCore implements Core {
  /** What it was called with. */
  final List<Input> inputs = new ArrayList<>();

  @Override
  public Answer handle(Held state, Input input) {
    inputs.add(input);
    long count = 0;
    long due = Saved.NEVER;
    if (state != null) {
      BlobReader reader = new BlobReader(state.bytes());
      count = reader.unsigned();
      due = reader.fixedLong();
    }
    if (input instanceof Input.TakenOver) {
      return new Answer(state, false, Outcome.Fate.ACCEPTED, List.of(), 0, due);
    }
    List<Decision> decisions = new ArrayList<>();
    long until = input instanceof Input.Wakeup wakeup ? wakeup.until() : eventOf(input).time() - 1;
    if (due <= until) {
      decisions.add(decision(input.customer(), new Decision.TimerCause(due), due, count));
      due = Saved.NEVER;
    }
    if (input instanceof Input.Arrived arrived) {
      Event event = arrived.event();
      if (event.type().equals("erase")) {
        return new Answer(null, true, Outcome.Fate.ACCEPTED, decisions, 0, Saved.NEVER);
      }
      if (event.id().equals("repeat")) {
        return new Answer(state, false, Outcome.Fate.DUPLICATE, decisions, 0, due);
      }
      count++;
      if (event.fields().get("duration_s") instanceof BigDecimal seconds) {
        due = event.time() + seconds.longValueExact() * 1000;
      }
      Decision.Cause cause = new Decision.EventCause(event.id(), event.type());
      decisions.add(decision(event.customer(), cause, event.time(), count));
    }
    BlobWriter writer = new BlobWriter();
    writer.unsigned(count);
    writer.fixedLong(due);
    Bytes after = new Bytes(writer.toBytes());
    return new Answer(after, true, Outcome.Fate.ACCEPTED, decisions, 0, due);
  }

  private static Event eventOf(Input input) {
    return ((Input.Arrived) input).event();
  }

  /** An offer for every third event, nothing otherwise. */
  private static Decision decision(String customer, Decision.Cause cause, long time, long count) {
    String id = customer + "/" + cause;
    Decision.Choice choice =
        count % 3 == 0
            ? new Decision.Choice(
                "hello",
                "pack",
                "sms",
                "sales",
                BigDecimal.ONE,
                BigDecimal.ONE,
                "+86",
                Map.of("text", "hello"),
                "en",
                time + 1000,
                null,
                null,
                null)
            : null;
    Decision.Kind kind = choice == null ? Decision.Kind.NONE : Decision.Kind.OFFERED;
    return new Decision(id, customer, cause, time, kind, choice, "v1", List.of(), false);
  }
}
