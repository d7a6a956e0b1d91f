package io.offerflow.moment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Several moments of one campaign in one cause are one: that of the later event (contract 7); one
 * that occurred before one in doubt.
 */
final class Found {
  private Map<Integer, Occurrence> byCampaign = Map.of();

  void add(Occurrence occurrence) {
    if (byCampaign.isEmpty()) {
      byCampaign = new HashMap<>(4);
    }
    byCampaign.merge(
        occurrence.campaign(), occurrence, (old, fresh) -> isBefore(old, fresh) ? old : fresh);
  }

  private static boolean isBefore(Occurrence old, Occurrence fresh) {
    return old.isDoubtful() == fresh.isDoubtful() ? time(old) > time(fresh) : fresh.isDoubtful();
  }

  private static long time(Occurrence occurrence) {
    return occurrence.event() == null ? occurrence.time() : occurrence.event().time();
  }

  List<Occurrence> inOrder() {
    if (byCampaign.isEmpty()) {
      return List.of();
    }
    List<Occurrence> inOrder = new ArrayList<>(byCampaign.values());
    inOrder.sort((a, b) -> Integer.compare(a.campaign(), b.campaign()));
    return inOrder;
  }
}
