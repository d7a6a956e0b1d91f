package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import java.util.HashMap;
import java.util.Map;

/** Customers' states as a store keeps them: as bytes, between any two of their inputs. */
final class SavedStates {
  private final Map<String, byte[]> bytes = new HashMap<>();

  /** Null for somebody of whom nothing is known. */
  byte[] of(String customer) {
    return bytes.get(customer);
  }

  void put(String customer, byte[] state) {
    bytes.put(customer, state);
  }

  Outcome handle(Decider decider, Input input) {
    byte[] before = bytes.get(input.customer());
    CustomerState state = before == null ? null : CustomerState.read(new BlobReader(before));
    Outcome outcome = decider.decide(state, input);
    if (outcome.state() == null) {
      bytes.remove(input.customer());
    } else {
      BlobWriter out = new BlobWriter();
      outcome.state().write(out);
      bytes.put(input.customer(), out.toBytes());
    }
    return outcome;
  }
}
