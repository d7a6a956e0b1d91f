package io.offerflow.pipeline.cli;

import io.offerflow.bundle.Activation;
import io.offerflow.event.Nearest;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Workspace;
import java.util.Map;
import java.util.TreeMap;

/** The campaigns of the bundle in force. */
record RunningCampaigns(String version, Map<String, Campaign> byId) {

  static RunningCampaigns of(Deployments deployments) {
    Activation current = deployments.current();
    Workspace workspace = Deployments.read(deployments.content(current.version()));
    if (workspace == null) {
      throw Stop.input(
          "bundle "
              + Deployments.shortened(current.version())
              + " is not understood by this Offerflow; use the one that runs it");
    }
    Map<String, Campaign> byId = new TreeMap<>();
    workspace.campaigns().forEach(campaign -> byId.put(campaign.id(), campaign));
    return new RunningCampaigns(current.version(), byId);
  }

  /** Stops with a name that may have been meant where there is none of that id. */
  Campaign find(String id) {
    Campaign found = byId.get(id);
    if (found == null) {
      throw Stop.input(
          "bundle "
              + Deployments.shortened(version)
              + " has no campaign "
              + id
              + Nearest.hint(id, byId.keySet()));
    }
    return found;
  }
}
