package io.offerflow.pipeline.report;

import io.offerflow.measure.Measured;
import io.offerflow.measure.Measured.CampaignResult;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What every part of the page needs.
 *
 * @param titles of the campaigns, by id; no two the same
 */
record Subject(
    Html html,
    Tables tables,
    Numbers numbers,
    Workspace workspace,
    Measured measured,
    Map<String, String> titles) {

  static Subject of(Html html, Workspace workspace, Measured measured) {
    Numbers numbers = new Numbers(workspace.settings().currency());
    Map<String, Long> sameTitle =
        measured.campaigns().stream()
            .collect(Collectors.groupingBy(CampaignResult::title, Collectors.counting()));
    Map<String, String> titles = new TreeMap<>();
    for (CampaignResult one : measured.campaigns()) {
      boolean clear = sameTitle.get(one.title()) == 1;
      titles.put(one.id(), clear ? one.title() : one.title() + " (" + one.id() + ")");
    }
    return new Subject(html, new Tables(html, numbers), numbers, workspace, measured, titles);
  }

  /** Campaigns of which a message went out. */
  List<CampaignResult> contacted() {
    return measured.campaigns().stream().filter(one -> one.funnel().contacts() > 0).toList();
  }

  String title(String campaign) {
    return titles.get(campaign);
  }

  List<String> titlesOf(List<CampaignResult> campaigns) {
    return campaigns.stream().map(one -> titles.get(one.id())).toList();
  }

  String offer(String id) {
    Offer offer = workspace.offers().get(id);
    return offer == null || offer.title() == null ? id : offer.title();
  }
}
