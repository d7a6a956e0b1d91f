package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.Written;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * One customer's candidates that wait for quiet time to end: one for each campaign, at most {@value
 * #LIMIT} (contract 4.8).
 */
final class HeldCandidates implements Written {
  static final int LIMIT = 16;

  private final List<HeldCandidate> held = new ArrayList<>(0);

  /**
   * Holds them; a campaign's later candidate replaces its earlier one, and of more than {@value
   * #LIMIT} the lowest-ranked goes.
   *
   * @param rank of a class, by name; 0 goes first
   * @return the campaigns of those that are held now, sorted
   */
  Collection<String> hold(List<HeldCandidate> candidates, ToIntFunction<String> rank) {
    for (HeldCandidate candidate : candidates) {
      held.removeIf(one -> one.campaign().equals(candidate.campaign()));
      held.add(candidate);
    }
    Comparator<HeldCandidate> bestFirst =
        Comparator.comparingInt((HeldCandidate one) -> rank.applyAsInt(one.contactClass()))
            .thenComparing(HeldCandidate::score, Comparator.reverseOrder())
            .thenComparing(HeldCandidate::campaign);
    while (held.size() > LIMIT) {
      held.remove(held.stream().max(bestFirst).orElseThrow());
    }
    Collection<String> campaigns = new TreeSet<>();
    for (HeldCandidate candidate : candidates) {
      if (held.contains(candidate)) {
        campaigns.add(candidate.campaign());
      }
    }
    return campaigns;
  }

  /** The earliest release; Long.MAX_VALUE when nothing is held. */
  long nextRelease() {
    long next = Long.MAX_VALUE;
    for (HeldCandidate candidate : held) {
      next = Math.min(next, candidate.release());
    }
    return next;
  }

  /** Takes out those whose release is that instant or before it, by campaign. */
  List<HeldCandidate> release(long instant) {
    List<HeldCandidate> released = new ArrayList<>(0);
    for (Iterator<HeldCandidate> each = held.iterator(); each.hasNext(); ) {
      HeldCandidate candidate = each.next();
      if (candidate.release() <= instant) {
        released.add(candidate);
        each.remove();
      }
    }
    released.sort(Comparator.comparing(HeldCandidate::campaign));
    return released;
  }

  /** Her time zone is another one: each waits for something else now. */
  void reschedule(UnaryOperator<HeldCandidate> anew) {
    held.replaceAll(anew);
  }

  @Override
  public boolean isEmpty() {
    return held.isEmpty();
  }

  @Override
  public void write(BlobWriter out) {
    out.unsigned(held.size());
    held.forEach(candidate -> candidate.write(out));
  }

  static HeldCandidates read(BlobReader in) {
    HeldCandidates candidates = new HeldCandidates();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      candidates.held.add(HeldCandidate.read(in));
    }
    return candidates;
  }
}
