package io.offerflow.change;

import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a job does otherwise once it runs other rules.
 *
 * @param parts those in which anything changes
 * @param state what becomes of what is kept of customers, in sentences
 * @param restart what a running job cannot take over, in sentences
 */
public record Change(List<Part> parts, List<String> state, List<String> restart) {
  public Change {
    parts = List.copyOf(parts);
    state = List.copyOf(state);
    restart = List.copyOf(restart);
  }

  public static Change between(Workspace before, Workspace after) {
    return between(before, after, null);
  }

  /**
   * @param filled what new and changed features are filled from, in words; null where they are not
   */
  public static Change between(Workspace before, Workspace after, String filled) {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.ofKeys("workspace.yaml", Keys.differing(before.settings(), after.settings())));
    parts.add(
        Part.of(
            "attributes", before.schema().customer(), after.schema().customer(), Keys::differing));
    parts.add(
        Part.of("events", before.schema().events(), after.schema().events(), Keys::differing));
    parts.add(Part.of("feeds", before.feeds(), after.feeds(), Keys::differing));
    parts.add(
        Part.of(
            "features",
            byName(before.features(), feature -> feature.name()),
            byName(after.features(), feature -> feature.name()),
            Keys::differing));
    parts.add(
        Part.of(
            "zones",
            byName(before.zones(), zone -> zone.name()),
            byName(after.zones(), zone -> zone.name()),
            Keys::differing));
    parts.add(Part.of("offers", before.offers(), after.offers(), Keys::differing));
    parts.add(Part.ofKeys("policy", Keys.differing(before.policy(), after.policy())));
    parts.add(campaigns(before, after));
    parts.removeIf(Part::isEmpty);
    return new Change(
        parts, StateChange.between(before, after, filled), Restart.between(before, after));
  }

  private static Part campaigns(Workspace before, Workspace after) {
    return Part.of(
        "campaigns",
        byName(before.campaigns(), Campaign::id),
        byName(after.campaigns(), Campaign::id),
        (a, b) -> {
          List<String> keys = Keys.differing(a, b);
          if (follow(a.whenQuiet(), before.policy()) && follow(b.whenQuiet(), after.policy())) {
            keys.remove("when quiet");
          }
          if (sameVariants(a, b)) {
            keys.remove("variants");
          }
          return keys;
        });
  }

  /** What a campaign leaves to the policy is no change of the campaign. */
  private static boolean follow(Policy.WhenQuiet own, Policy policy) {
    return own == policy.whenQuiet();
  }

  /** A variant holds the offer as it words it, but a change of the offer is none of the variant. */
  private static boolean sameVariants(Campaign a, Campaign b) {
    List<Campaign.Variant> others = b.variants();
    if (a.variants().size() != others.size()) {
      return false;
    }
    for (int i = 0; i < others.size(); i++) {
      Campaign.Variant one = a.variants().get(i);
      Campaign.Variant other = others.get(i);
      boolean same =
          one.name().equals(other.name())
              && Alike.same(one.share(), other.share())
              && one.channels().equals(other.channels())
              && one.offer().id().equals(other.offer().id())
              && Alike.same(one.offer().content(), other.offer().content());
      if (!same) {
        return false;
      }
    }
    return true;
  }

  static <T> Map<String, T> byName(List<T> things, Function<T, String> name) {
    Map<String, T> map = new LinkedHashMap<>();
    things.forEach(thing -> map.put(name.apply(thing), thing));
    return map;
  }

  /** For people: what is new (+), gone (-) and other than it was (~), and what follows. */
  public List<String> lines() {
    return ChangeText.of(this);
  }
}
