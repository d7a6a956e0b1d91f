package io.offerflow.stock;

import io.offerflow.stock.Resource.Kind;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Workspace;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How much there is of everything that a workspace bounds. Immutable. */
public final class Quotas {
  /** Decimals of money that are counted. */
  private static final int DECIMALS = 6;

  private final Map<String, Offer> offers;
  private final Map<String, Campaign> campaigns = new HashMap<>();
  private final SortedMap<Resource, Long> sizes = new TreeMap<>();

  /** By campaign, of its own offer; only where something is bounded. */
  private final Map<String, List<Need>> needs = new HashMap<>();

  public Quotas(Workspace workspace) {
    offers = workspace.offers();
    for (Offer offer : workspace.offers().values()) {
      if (offer.stock() != null) {
        sizes.put(stock(offer), offer.stock().units());
      }
    }
    for (Campaign campaign : workspace.campaigns()) {
      campaigns.put(campaign.id(), campaign);
      Campaign.Limits limits = campaign.limits();
      if (limits.total() != null) {
        sizes.put(new Resource(Kind.TOTAL, campaign.id()), limits.total());
      }
      if (limits.budget() != null) {
        sizes.put(
            new Resource(Kind.BUDGET, campaign.id()),
            millionths(limits.budget(), RoundingMode.DOWN));
      }
      index(campaign);
    }
  }

  private void index(Campaign campaign) {
    Offer offer = campaign.offer() == null ? null : offers.get(campaign.offer());
    List<Need> found = offer == null ? List.of() : find(campaign, offer);
    if (!found.isEmpty()) {
      needs.put(campaign.id(), found);
    }
  }

  /** How much there is in all, by resource, in the resource's units. */
  public SortedMap<Resource, Long> sizes() {
    return Collections.unmodifiableSortedMap(sizes);
  }

  /** Whether nothing is bounded. */
  public boolean isEmpty() {
    return sizes.isEmpty();
  }

  /**
   * Something that a contact needs.
   *
   * @param amount in the resource's units
   * @param lacking what a decision record says when there is not enough
   */
  record Need(Resource resource, long amount, String lacking) {}

  /** What a contact of that campaign with that offer needs. */
  List<Need> needs(Campaign campaign, Offer offer) {
    return offer.id().equals(campaign.offer())
        ? needs.getOrDefault(campaign.id(), List.of())
        : find(campaign, offer);
  }

  private static List<Need> find(Campaign campaign, Offer offer) {
    Campaign.Limits limits = campaign.limits();
    if (offer.stock() == null && limits.total() == null && limits.budget() == null) {
      return List.of();
    }
    List<Need> needs = new ArrayList<>(3);
    if (offer.stock() != null) {
      String lacking = "none of " + offer.stock().units() + " left";
      needs.add(new Need(stock(offer), 1, lacking));
    }
    if (limits.total() != null) {
      String lacking = "total " + limits.total() + " reached";
      needs.add(new Need(new Resource(Kind.TOTAL, campaign.id()), 1, lacking));
    }
    if (limits.budget() != null && offer.cost().signum() > 0) {
      String cost = offer.cost().stripTrailingZeros().toPlainString();
      String budget = limits.budget().stripTrailingZeros().toPlainString();
      needs.add(
          new Need(
              new Resource(Kind.BUDGET, campaign.id()),
              millionths(offer.cost(), RoundingMode.UP),
              "budget " + budget + ": less than " + cost + " left"));
    }
    return needs;
  }

  private static Resource stock(Offer offer) {
    return new Resource(offer.stock().countsAccepted() ? Kind.ACCEPTED : Kind.STOCK, offer.id());
  }

  /**
   * Uses what a contact needs; an acceptance uses its unit when it comes.
   *
   * @param campaign one that may have gone since
   * @param offer one that may have gone since
   */
  public Taken take(Grants grants, String campaign, String offer) {
    Campaign known = campaigns.get(campaign);
    Offer given = offers.get(offer);
    return known == null || given == null ? Taken.NOTHING : take(grants, known, given);
  }

  Taken take(Grants grants, Campaign campaign, Offer offer) {
    Taken taken = Taken.NOTHING;
    for (Need need : needs(campaign, offer)) {
      if (need.resource().kind() != Kind.ACCEPTED) {
        grants.use(need.resource(), need.amount());
        taken = taken.with(need.resource().kind(), need.amount());
      }
    }
    return taken;
  }

  /** What a contact uses once it is accepted: a unit where acceptances are counted. */
  public Taken accept(Grants grants, String offer, Taken taken) {
    Resource resource = new Resource(Kind.ACCEPTED, offer);
    if (!sizes.containsKey(resource) || taken.has(Kind.ACCEPTED)) {
      return taken;
    }
    grants.use(resource, 1);
    return taken.with(Kind.ACCEPTED, 1);
  }

  /** Costs are rounded up and budgets down, so that no budget is ever exceeded. */
  private static long millionths(BigDecimal money, RoundingMode rounding) {
    return money.setScale(DECIMALS, rounding).unscaledValue().longValueExact();
  }
}
