package io.offerflow.stock;

import io.offerflow.stock.Quotas.Need;
import io.offerflow.stock.Resource.Kind;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import java.util.List;

/**
 * What one decision finds of what is bounded.
 *
 * <p>A decision that a former run is known to have made uses already what it took then, so that
 * does not stand in its way.
 */
public final class Supplies {
  private final Quotas quotas;
  private final Grants grants;
  private final String decision;
  private final Taken former;
  private boolean refused;

  /**
   * @param decision its id
   * @param former what a former run took for it
   */
  public Supplies(Quotas quotas, Grants grants, String decision, Taken former) {
    this.quotas = quotas;
    this.grants = grants;
    this.decision = decision;
    this.former = former;
  }

  /** What a contact of that campaign would find. */
  public Supply of(Campaign campaign, Offer offer) {
    List<Need> needs = quotas.needs(campaign, offer);
    return needs.isEmpty() ? Supply.PLENTY : limits -> lacking(needs, limits);
  }

  private String lacking(List<Need> needs, boolean limits) {
    for (Need need : needs) {
      boolean isLimit =
          need.resource().kind() == Kind.TOTAL || need.resource().kind() == Kind.BUDGET;
      if (isLimit == limits
          && !former.has(need.resource().kind())
          && !grants.has(decision, need.resource(), need.amount())) {
        refused = true;
        return need.lacking();
      }
    }
    return null;
  }

  /** Uses what a contact of that campaign needs; an acceptance uses its unit when it comes. */
  public Taken take(Campaign campaign, Offer offer) {
    return quotas.take(grants, campaign, offer);
  }

  /** Whether a campaign was blocked because there was not enough of something. */
  public boolean refused() {
    return refused;
  }

  /** Whether a contact of that campaign needs anything that is bounded. */
  public boolean bounds(Campaign campaign, Offer offer) {
    return !quotas.needs(campaign, offer).isEmpty();
  }
}
