package io.offerflow.pipeline.faults;

import io.offerflow.feature.Window;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Workspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A contact, as the topics tell of it: a push, or a decision that somebody is left alone.
 *
 * @param time of the decision, epoch milliseconds
 */
record Contacted(String customer, long time, String campaign, String offer, String channel) {

  /**
   * How often a rolling cap was exceeded, counted from the topics alone.
   *
   * @param workspace with the caps, which never changed
   * @param classes of all campaigns that there ever were
   */
  static int overCaps(
      Workspace workspace, Map<String, String> classes, Collection<Contacted> contacts) {
    Map<String, List<Contacted>> byCustomer = new HashMap<>();
    for (Contacted contact : contacts) {
      byCustomer.computeIfAbsent(contact.customer, unused -> new ArrayList<>()).add(contact);
    }
    int over = 0;
    for (List<Contacted> hers : byCustomer.values()) {
      hers.sort(Comparator.comparingLong(Contacted::time));
      for (Policy.Cap cap : workspace.policy().caps()) {
        if (cap.window() instanceof Window.Rolling rolling) {
          over += over(workspace, classes, cap, rolling.lengthMillis(), hers);
        }
      }
    }
    return over;
  }

  private static int over(
      Workspace workspace,
      Map<String, String> classes,
      Policy.Cap cap,
      long length,
      List<Contacted> hers) {
    Deque<Long> within = new ArrayDeque<>();
    int over = 0;
    for (Contacted contact : hers) {
      if (contact.counts(workspace, classes.get(contact.campaign), cap)) {
        while (!within.isEmpty() && within.peek() <= contact.time - length) {
          within.poll();
        }
        within.add(contact.time);
        over += within.size() > cap.max() ? 1 : 0;
      }
    }
    return over;
  }

  private boolean counts(Workspace workspace, String contactClass, Policy.Cap cap) {
    Offer known = workspace.offers().get(offer);
    return workspace.policy().classes().get(contactClass).counts()
        && (cap.channel() == null || cap.channel().equals(channel))
        && (cap.contactClass() == null || cap.contactClass().equals(contactClass))
        && (cap.category() == null || cap.category().equals(known.category()));
  }
}
