package io.offerflow.decision;

import io.offerflow.decision.Input.Joining.Step;
import java.util.List;

/**
 * Said by a {@code merge}: the customer goes by another id.
 *
 * @param into that id
 * @param time of the merge, epoch milliseconds
 */
record MergedInto(String into, long time) {

  /**
   * Whether what joins comes back to its beginning here, since the ids were merged in a circle, and
   * this is where the circle is opened: the earliest of its merges gives way to the later ones.
   * Otherwise it would go round for ever.
   *
   * @param customer who was merged into {@link #into}
   * @param path the ids that it came by
   */
  boolean givesWay(String customer, List<Step> path) {
    int begin = path.size() - 1;
    while (begin >= 0 && !path.get(begin).customer().equals(into)) {
      begin--;
    }
    return begin >= 0
        && path.subList(begin, path.size()).stream().noneMatch(step -> isEarlier(step, customer));
  }

  private boolean isEarlier(Step step, String customer) {
    return step.time() != time ? step.time() < time : step.customer().compareTo(customer) < 0;
  }
}
