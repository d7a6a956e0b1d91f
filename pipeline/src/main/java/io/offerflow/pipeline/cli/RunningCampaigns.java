package io.offerflow.pipeline.cli;

import io.offerflow.bundle.PublishedBundle;
import io.offerflow.event.Nearest;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The campaigns of a bundle that was deployed. */
record RunningCampaigns(PublishedBundle bundle) {

  /** Stops with a name that may have been meant where there is none of that id. */
  void require(String id) {
    if (!isWritten(id)) {
      find(id);
    }
  }

  /** Sought in the text first: to read all rules takes half the time that a pause may take. */
  private boolean isWritten(String id) {
    Pattern line =
        Pattern.compile("(?m)^campaign:[ \\t]+" + Pattern.quote(id) + "[ \\t\\r]*(#.*)?$");
    return bundle.files().entrySet().stream()
        .filter(file -> file.getKey().startsWith("campaigns/"))
        .anyMatch(file -> line.matcher(text(file.getValue())).find());
  }

  private static String text(byte[] file) {
    return new String(file, StandardCharsets.UTF_8);
  }

  /** The campaign of that id; stops as {@link #require} does. */
  Campaign find(String id) {
    Workspace workspace = Deployments.read(bundle);
    if (workspace == null) {
      throw Stop.input(name() + " is not understood by this Offerflow; use the one that runs it");
    }
    Map<String, Campaign> byId = new TreeMap<>();
    workspace.campaigns().forEach(campaign -> byId.put(campaign.id(), campaign));
    if (!byId.containsKey(id)) {
      throw Stop.input(name() + " has no campaign " + id + Nearest.hint(id, byId.keySet()));
    }
    return byId.get(id);
  }

  private String name() {
    return "bundle " + Deployments.shortened(bundle.version());
  }
}
