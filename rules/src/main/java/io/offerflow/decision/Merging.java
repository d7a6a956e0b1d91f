package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.decision.Input.Joining;
import io.offerflow.decision.Input.Joining.Step;
import io.offerflow.event.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Two ids turn out to be one customer (contract 2, {@code merge}): what is known under the old one
 * goes to the new one, and so does every later event.
 */
final class Merging {
  private final Bundle bundle;
  private final List<Input> onward = new ArrayList<>(1);

  Merging(Bundle bundle) {
    this.bundle = bundle;
  }

  /** What has to be handled under other ids, in that order, since this was last asked. */
  List<Input> take() {
    if (onward.isEmpty()) {
      return List.of();
    }
    List<Input> taken = List.copyOf(onward);
    onward.clear();
    return taken;
  }

  /**
   * She goes by another id from now on.
   *
   * @return what stays under the old one
   */
  CustomerState leave(CustomerState state, Event merge) {
    String into = merge.fields().text("into");
    if (into.equals(merge.customer())) {
      // Said to an id that had been merged into that one already.
      return state;
    }
    CustomerState left = state.emptied(state.erasedAt);
    left.mergedInto = new MergedInto(into, merge.time());
    left.now = state.now;
    left.settled = state.settled;
    left.lastEvent = state.lastEvent;
    CustomerState leaving =
        merge.time() <= state.erasedAt ? state.emptied(CustomerState.NEVER) : state.leaving();
    BlobWriter out = new BlobWriter();
    leaving.write(out);
    List<Step> path = List.of(new Step(merge.customer(), merge.time()));
    onward.add(
        new Joining(
            into, merge.customer(), merge.id(), merge.time(), state.now, path, out.toBytes()));
    return left;
  }

  /** An event of the old id is one of the new id. */
  void passOn(CustomerState state, Event event) {
    state.now = Math.max(state.now, event.time());
    state.lastEvent = Math.max(state.lastEvent, event.time());
    onward.add(new Input.Arrived(event.of(state.mergedInto.into())));
  }

  /** The id that was merged into has itself been merged meanwhile. */
  void passOn(CustomerState state, Joining joining) {
    onward.add(joining.to(state.mergedInto));
  }

  /** Whether it has joined already: what was sent twice counts once. */
  static boolean isRepeat(CustomerState state, Joining joining) {
    return state.seen.contains(joining.event(), Math.max(state.now, joining.now()));
  }

  /** What was known under the old id is known under the new one; both have come to her now. */
  void join(CustomerState state, Joining joining) {
    CustomerState other = CustomerState.read(new BlobReader(joining.state()));
    if (joining.time() <= state.erasedAt) {
      state.consents().join(other.consents().refusals());
    } else {
      state.join(other, bundle.features());
    }
  }
}
