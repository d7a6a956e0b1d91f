package io.offerflow.decision;

import io.offerflow.arbitration.Score;
import io.offerflow.moment.Occurrence;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy.ContactClass;

/**
 * A campaign with the result {@code quiet} that may be held.
 *
 * @param channel the one that is reported
 * @param release the first instant outside quiet time on it, epoch milliseconds
 */
record Quieted(
    Occurrence occurrence,
    Campaign campaign,
    Offer offer,
    ContactClass contactClass,
    Score score,
    String channel,
    long release)
    implements Ranked {}
