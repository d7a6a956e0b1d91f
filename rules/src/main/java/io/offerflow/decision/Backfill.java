package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.decision.Input.Joining;
import io.offerflow.event.Event;
import io.offerflow.event.ProfileChange;
import io.offerflow.feature.Feature;
import io.offerflow.feature.FeatureSet;
import io.offerflow.feature.FeatureStates;
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
 * <p>Of a customer who is known to have been erased, what is no later than that enters no feature,
 * though the erasure itself may be gone by now. It is taken in all the same, for its id: whether a
 * merge that is repeated counts again hangs on it, and no erasure undoes a merge.
 *
 * <p>What it makes of a customer is a state of its own, of which in the end the features are put
 * into hers. For one thread.
 */
public final class Backfill implements AutoCloseable {
  private static final ProfileChange NO_CHANGE = ProfileChange.set(Map.of());

  private final Decider decider;

  /** By rules without any feature. */
  private final Decider ofIds;

  private final BlobWriter writer = new BlobWriter();

  private Backfill(List<Feature> lacking, Workspace after) {
    decider = new Decider(Bundle.of(only(lacking, after)));
    ofIds = new Decider(Bundle.of(only(List.of(), after)));
  }

  /**
   * What fills the features that {@link #features} names; takes as long as a small workspace takes
   * to compile.
   *
   * @return null where there are none
   */
  public static Backfill of(Workspace before, Workspace after) {
    List<Feature> lacking = features(before, after);
    return lacking.isEmpty() ? null : new Backfill(lacking, after);
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
   * What was made so far.
   *
   * @param erasure when she was erased, where that has not been taken in yet; no later than that
   *     nothing counts
   */
  private record Made(CustomerState state, long erasure) {

    static Made begun(byte[] hers) {
      return new Made(
          new CustomerState(), hers == null ? CustomerState.NEVER : Backfill.read(hers).erasedAt);
    }

    static Made read(byte[] bytes) {
      BlobReader in = new BlobReader(bytes);
      CustomerState state = CustomerState.read(in);
      return new Made(state, in.isAtEnd() ? CustomerState.NEVER : in.fixedLong());
    }

    byte[] bytes(BlobWriter out) {
      out.reset();
      state.write(out);
      if (state.erasedAt < erasure) {
        out.fixedLong(erasure);
      }
      return out.toBytes();
    }
  }

  /**
   * Takes in the next of a customer's events, in their order, or what joins her. What was passed on
   * to her from another id is an event of hers.
   *
   * @param folded what is made of her so far; null for nothing; not to be changed
   * @param state hers, as the rules in force keep it, which is asked for when nothing was made of
   *     her so far; null when nothing is known of her
   */
  public Folded fold(byte[] folded, byte[] state, Input input) {
    Made before = folded == null ? Made.begun(state) : Made.read(folded);
    if (isErased(input, before.erasure())) {
      return takeId(before, withoutAttributes(input));
    }
    Outcome outcome = decider.decide(before.state(), withoutAttributes(input));
    return folded(outcome, outcome.state(), before.erasure());
  }

  private Folded folded(Outcome outcome, CustomerState made, long erasure) {
    List<Joining> joining =
        outcome.onward().stream()
            .filter(next -> next instanceof Joining)
            .map(next -> (Joining) next)
            .toList();
    return new Folded(made == null ? null : new Made(made, erasure).bytes(writer), joining);
  }

  /** Whether nothing of it is left after that erasure; the erasure itself has to take effect. */
  private static boolean isErased(Input input, long erasure) {
    if (input instanceof Joining joining) {
      return joining.time() <= erasure;
    }
    return input instanceof Input.Arrived arrived
        && arrived.event().time() <= erasure
        && !(isErase(input) && arrived.event().time() == erasure);
  }

  private static boolean isErase(Input input) {
    return input instanceof Input.Arrived arrived && arrived.event().type().equals("erase");
  }

  /** Takes it in for its id; features stay as they are, and behind when she leaves by it. */
  private Folded takeId(Made before, Input input) {
    if (isErase(input) && !before.state().features.isEmpty()) {
      // What is there is later than the erasure that is known: an earlier one takes nothing away.
      return new Folded(before.bytes(writer), List.of());
    }
    Outcome outcome = ofIds.decide(with(new FeatureStates(), before.state()), input);
    CustomerState after = outcome.state();
    boolean stays = after != null && after.mergedInto == null;
    CustomerState made = stays ? with(before.state().features, after) : after;
    return folded(outcome, made, before.erasure());
  }

  private static CustomerState with(FeatureStates features, CustomerState state) {
    CustomerState other = new CustomerState(state.parts, state.seen, features);
    other.now = state.now;
    other.lastEvent = state.lastEvent;
    other.settled = state.settled;
    other.erasedAt = state.erasedAt;
    other.mergedInto = state.mergedInto;
    return other;
  }

  /** Features ask for no attribute. */
  private static Input withoutAttributes(Input input) {
    if (!(input instanceof Input.Arrived arrived) || arrived.event().change() == null) {
      return input;
    }
    Event event = arrived.event();
    return new Input.Arrived(Event.profile(event.id(), event.customer(), event.time(), NO_CHANGE));
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
    ofIds.close();
  }
}
