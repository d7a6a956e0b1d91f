package io.offerflow.measure;

import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Workspace;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which shares of the customers the experiments of a workspace ask for; all between 0 and 1.
 *
 * @param control the share that the whole workspace leaves alone
 * @param unaffected campaigns that contact the control group as well
 * @param holdOuts by campaign, the share that it leaves alone; those without one are absent
 * @param variants by campaign, then by variant
 */
public record Design(
    double control,
    Set<String> unaffected,
    Map<String, Double> holdOuts,
    Map<String, Map<String, Double>> variants) {
  /** No experiments. */
  public static final Design NONE = new Design(0, Set.of(), Map.of(), Map.of());

  /** What the files of a workspace ask for. */
  public static Design of(Workspace workspace) {
    Set<String> unaffected = new HashSet<>();
    Map<String, Double> holdOuts = new HashMap<>();
    for (Campaign campaign : workspace.campaigns()) {
      Policy.ContactClass contactClass = workspace.policy().classes().get(campaign.contactClass());
      if (contactClass != null && contactClass.ignores().contains(Policy.Ignored.CONTROL)) {
        unaffected.add(campaign.id());
      }
      if (campaign.holdOut().signum() > 0) {
        holdOuts.put(campaign.id(), campaign.holdOut().doubleValue());
      }
    }
    Map<String, Map<String, Double>> variants = new HashMap<>();
    for (Campaign campaign : workspace.campaigns()) {
      Map<String, Double> shares = new LinkedHashMap<>();
      campaign.variants().forEach(one -> shares.put(one.name(), one.share().doubleValue()));
      if (!shares.isEmpty()) {
        variants.put(campaign.id(), shares);
      }
    }
    double control = workspace.policy().controlGroup().doubleValue();
    return new Design(control, unaffected, holdOuts, variants);
  }

  public Design {
    unaffected = Set.copyOf(unaffected);
    holdOuts = Map.copyOf(holdOuts);
    variants = Map.copyOf(variants);
  }

  /** How the customers whom a campaign would contact are to be shared out, by arm. */
  Map<String, Double> arms(String campaign) {
    double toControl = unaffected.contains(campaign) ? 0 : control;
    double toHoldOut = (1 - toControl) * holdOuts.getOrDefault(campaign, 0.0);
    Map<String, Double> arms = new LinkedHashMap<>();
    arms.put(Decided.CONTACTED, 1 - toControl - toHoldOut);
    if (toControl > 0) {
      arms.put(Decided.CONTROL, toControl);
    }
    if (toHoldOut > 0) {
      arms.put(Decided.HOLD_OUT, toHoldOut);
    }
    return Collections.unmodifiableMap(arms);
  }
}
