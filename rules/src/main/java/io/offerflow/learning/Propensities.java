package io.offerflow.learning;

import io.offerflow.condition.Values;
import io.offerflow.workspace.Offer;

/** Where the candidates of one decision have their propensities from. */
@FunctionalInterface
public interface Propensities {
  /** Nothing is learned: the offer's own. */
  Propensities START =
      (offer, channel, values) ->
          new Estimate(offer.startPropensity(), offer.startPropensity(), null);

  Estimate of(Offer offer, String channel, Values values);
}
