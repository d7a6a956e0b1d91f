package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.decision.Input.Joining;
import io.offerflow.event.Event;
import io.offerflow.event.ProfileChange;
import io.offerflow.feature.Feature;
import io.offerflow.feature.FeatureSet;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Workspace;
import java.util.List;
import java.util.Map;

/**
 * Makes new and changed features of what happened before they were deployed: the core itself is
 * called with the events of then, by rules that consist of these features and nothing else. So a
 * repeated event counts once, one from before an erasure not at all, one of a merged id for the
 * other, as they would have had the features been there from the beginning. Nothing is decided.
 *
 * <p>What it makes of a customer is a state of its own, of which in the end the features are put
 * into hers. For one thread.
 */
public final class Backfill implements AutoCloseable {
  private static final ProfileChange NO_CHANGE = ProfileChange.set(Map.of());

  private final Decider decider;
  private final BlobWriter writer = new BlobWriter();

  private Backfill(Workspace rules) {
    decider = new Decider(Bundle.of(rules));
  }

  /**
   * What fills the features that {@link #features} names; takes as long as a small workspace takes
   * to compile.
   *
   * @return null where there are none
   */
  public static Backfill of(Workspace before, Workspace after) {
    List<Feature> lacking = features(before, after);
    return lacking.isEmpty() ? null : new Backfill(only(lacking, after));
  }

  /**
   * The features that states kept by other rules lack something for, and that events from outside
   * can fill; none of those over what Offerflow itself has said.
   */
  public static List<Feature> features(Workspace before, Workspace after) {
    FeatureSet kept = new FeatureSet(before.features());
    return new FeatureSet(after.features())
        .lacking(kept).stream().filter(Feature::isOfInput).toList();
  }

  private static Workspace only(List<Feature> lacking, Workspace after) {
    return new Workspace(
        after.version(),
        after.settings(),
        after.schema(),
        new FeatureSet(after.features()).together(lacking),
        List.of(),
        Map.of(),
        Policy.NONE,
        Map.of(),
        List.of());
  }

  /**
   * What one more input comes to.
   *
   * @param state what is made of the customer so far; null for nothing
   * @param joining what goes to another id by it, to be folded there
   */
  public record Folded(byte[] state, List<Joining> joining) {}

  /**
   * Takes in the next of a customer's events, in their order, or what joins her. What was passed on
   * to her from another id is an event of hers.
   *
   * @param folded what is made of her so far; null for nothing; not to be changed
   * @param state hers, as the rules in force keep it; null when nothing is known of her
   */
  public Folded fold(byte[] folded, byte[] state, Input input) {
    CustomerState hers = state == null ? new CustomerState() : read(state);
    if (isErased(input, hers)) {
      return new Folded(folded, List.of());
    }
    CustomerState before = folded == null ? begun(hers.erasedAt) : read(folded);
    Input taken =
        input instanceof Input.Arrived arrived
            ? new Input.Arrived(withoutAttributes(arrived.event()))
            : input;
    Outcome outcome = decider.decide(before, taken);
    List<Joining> joining =
        outcome.onward().stream()
            .filter(next -> next instanceof Joining)
            .map(next -> (Joining) next)
            .toList();
    return new Folded(outcome.state() == null ? null : bytes(outcome.state(), writer), joining);
  }

  /**
   * What is no later than her erasure does not come back, though the erasure itself be gone by now.
   * That takes effect where it is still there, for what came before it with a later time.
   */
  private static boolean isErased(Input input, CustomerState hers) {
    return input instanceof Input.Arrived arrived
        && hers.erases(arrived.event())
        && !arrived.event().type().equals("erase");
  }

  private static CustomerState begun(long erasedAt) {
    CustomerState begun = new CustomerState();
    if (erasedAt != CustomerState.NEVER) {
      // The erasure itself, where it is still there, takes effect as well.
      begun.erasedAt = erasedAt - 1;
    }
    return begun;
  }

  /** Features ask for no attribute. */
  private static Event withoutAttributes(Event event) {
    return event.change() == null
        ? event
        : Event.profile(event.id(), event.customer(), event.time(), NO_CHANGE);
  }

  /**
   * Puts the features of what was made into a customer's state.
   *
   * @param bundle the rules that the features are of
   * @param state hers, as other rules have kept it
   * @param folded what was made of all inputs that have come to that state
   * @return hers by these rules
   */
  public static byte[] apply(Bundle bundle, byte[] state, byte[] folded) {
    CustomerState hers = read(state);
    if (!hers.isLiving()) {
      return state;
    }
    CustomerState made = read(folded);
    hers.features.fill(bundle.features(), made.features, Math.max(hers.now, made.now));
    return bytes(hers, new BlobWriter());
  }

  /** Puts in what another id left and what came when hers were filled already. */
  public static byte[] join(Bundle bundle, byte[] state, Joining late) {
    CustomerState hers = read(state);
    if (!hers.isLiving() || late.time() <= hers.erasedAt) {
      return state;
    }
    CustomerState other = read(late.state());
    hers.features.join(bundle.features(), other.features, Math.max(hers.now, other.now));
    return bytes(hers, new BlobWriter());
  }

  private static CustomerState read(byte[] state) {
    return CustomerState.read(new BlobReader(state));
  }

  private static byte[] bytes(CustomerState state, BlobWriter out) {
    out.reset();
    state.write(out);
    return out.toBytes();
  }

  @Override
  public void close() {
    decider.close();
  }
}
