package io.offerflow.decision;

import io.offerflow.decision.Decision.Considered;
import io.offerflow.decision.Decision.TagChanges;
import io.offerflow.event.Event;
import io.offerflow.moment.Occurrence;
import io.offerflow.workspace.Campaign;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tags of one cause: campaigns that tag are judged on the tags as they were, removals come
 * first, and what came or went is a moment of the same cause, for one round (contract 4.3).
 */
final class TagRound {
  private final Bundle bundle;
  private final Judge judge;

  TagRound(Bundle bundle, Judge judge) {
    this.bundle = bundle;
    this.judge = judge;
  }

  /**
   * What became of it.
   *
   * @param considered the campaigns that tag
   * @param others the moments of all other campaigns, those of tags among them
   */
  record Round(List<Considered> considered, TagChanges changes, List<Occurrence> others) {

    /** How the decision ends if nothing goes out. */
    Decision.Kind kind() {
      boolean tagged = considered.stream().anyMatch(one -> one.result() == Result.TAGGED);
      return tagged ? Decision.Kind.TAGGED : Decision.Kind.NONE;
    }
  }

  /**
   * Changes her tags.
   *
   * @param ended the tags whose lifetime ends with this cause
   * @param event of the cause; null in a timer's
   * @param time the event's, or the instant at which the timer was due
   */
  Round run(
      CustomerState state,
      List<Occurrence> occurrences,
      CauseValues values,
      SortedSet<String> ended,
      Event event,
      long time) {
    List<Occurrence> tagging = new ArrayList<>(0);
    List<Occurrence> others = new ArrayList<>(occurrences.size());
    for (Occurrence occurrence : occurrences) {
      (campaign(occurrence).tags() ? tagging : others).add(occurrence);
    }
    if (tagging.isEmpty() && ended.isEmpty()) {
      return new Round(List.of(), TagChanges.NONE, others);
    }
    TreeMap<String, Long> lifetimes = new TreeMap<>();
    TreeSet<String> unwanted = new TreeSet<>();
    List<Considered> considered = judge.tagging(state, tagging, values);
    for (int i = 0; i < considered.size(); i++) {
      if (considered.get(i).result() == Result.TAGGED) {
        Campaign.Tagging does = campaign(tagging.get(i)).tagging();
        does.lifetimes().forEach((tag, lifetime) -> lifetimes.merge(tag, lifetime, Math::max));
        unwanted.addAll(does.removed());
      }
    }
    TreeSet<String> went = going(state, unwanted, lifetimes.keySet(), ended);
    TreeSet<String> came = new TreeSet<>(lifetimes.keySet());
    came.removeIf(state.tags()::has);
    went.forEach(state.tags()::remove);
    lifetimes.forEach((tag, lifetime) -> state.tags().set(tag, state.now + lifetime));
    List<Occurrence> fresh = bundle.moments().ofTags(came, went, event, time);
    // Several moments of one campaign are one: a fresh one goes before what was held (contract 7).
    fresh.forEach(tag -> others.removeIf(held -> held.campaign() == tag.campaign()));
    others.addAll(fresh);
    others.sort(Comparator.comparingInt(Occurrence::campaign));
    return new Round(considered, new TagChanges(lifetimes.navigableKeySet(), went), others);
  }

  /** What is removed and set by one cause is renewed; a tag at its end goes by its timer only. */
  private static TreeSet<String> going(
      CustomerState state, Set<String> unwanted, Set<String> set, Set<String> ended) {
    TreeSet<String> going = new TreeSet<>(state.tags().at(state.now));
    going.retainAll(unwanted);
    going.addAll(ended);
    going.removeAll(set);
    return going;
  }

  private Campaign campaign(Occurrence occurrence) {
    return bundle.workspace().campaigns().get(occurrence.campaign());
  }
}
