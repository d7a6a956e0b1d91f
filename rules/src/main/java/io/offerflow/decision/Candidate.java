package io.offerflow.decision;

import io.offerflow.arbitration.Score;
import io.offerflow.moment.Occurrence;
import io.offerflow.policy.Contact;
import io.offerflow.policy.Verdict;
import io.offerflow.stock.Taken;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy.ContactClass;

/**
 * A campaign that passes everything and competes for the cause.
 *
 * @param offer as it is worded for her
 * @param variant null where the campaign has none
 */
record Candidate(
    Occurrence occurrence,
    Campaign campaign,
    Offer offer,
    ContactClass contactClass,
    Score score,
    Verdict.Pass pass,
    String variant)
    implements Ranked {

  /**
   * What is remembered of its contact.
   *
   * @param control whether nothing goes out
   */
  Contact contact(String decision, long now, Taken taken, boolean control) {
    return new Contact(
        decision,
        now,
        campaign.id(),
        offer.id(),
        pass.channel(),
        contactClass.name(),
        offer.category(),
        contactClass.counts(),
        false,
        false,
        taken,
        now + offer.expiresMillis(),
        false,
        false,
        control,
        false);
  }

  /** Whether that contact is what would come of it. */
  boolean isOf(Contact contact) {
    return campaign.id().equals(contact.campaign())
        && offer.id().equals(contact.offer())
        && pass.channel().equals(contact.channel());
  }

  /** Why the winner goes before this one. */
  String outrankedBy(Candidate winner) {
    if (winner.contactClass().rank() != contactClass.rank()) {
      return "class " + contactClass.name() + " after " + winner.contactClass().name();
    }
    String mine = score.value().stripTrailingZeros().toPlainString();
    String best = winner.score().value().stripTrailingZeros().toPlainString();
    return mine.equals(best)
        ? mine + " = " + best + ", " + winner.campaign().id() + " comes first"
        : score.value().compareTo(winner.score().value()) > 0
            ? mine + " > " + best + ", but " + winner.campaign().id() + " was tried by chance"
            : mine + " < " + best;
  }
}
