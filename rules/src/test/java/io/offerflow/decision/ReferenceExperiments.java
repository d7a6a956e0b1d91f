package io.offerflow.decision;

import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy.ContactClass;
import io.offerflow.workspace.Policy.Ignored;
import io.offerflow.workspace.Workspace;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * Who is in which group and variant, and what a campaign scores: word by word from the contract.
 */
final class ReferenceExperiments {
  /** What a campaign is for this customer. */
  record Variant(String name, Offer offer, List<String> channels) {}

  private final Workspace workspace;
  private final String customer;

  ReferenceExperiments(Workspace workspace, String customer) {
    this.workspace = workspace;
    this.customer = customer;
  }

  static int bucket(String salt, String customer) {
    try {
      byte[] text = (salt + "\0" + customer).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return new BigInteger(1, Arrays.copyOf(hash, 8)).mod(BigInteger.valueOf(10_000)).intValue();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean within(BigDecimal share, String salt) {
    return BigDecimal.valueOf(bucket(salt, customer), 4).compareTo(share) < 0;
  }

  Variant variant(Campaign campaign) {
    BigDecimal upTo = BigDecimal.ZERO;
    for (Campaign.Variant variant : campaign.variants()) {
      upTo = upTo.add(variant.share());
      if (within(upTo, campaign.id() + "/variants")) {
        return new Variant(variant.name(), variant.offer(), variant.channels());
      }
    }
    return new Variant(null, workspace.offers().get(campaign.offer()), campaign.channels());
  }

  String arm(Campaign campaign) {
    boolean ignores = contactClass(campaign).ignores().contains(Ignored.CONTROL);
    if (!ignores && within(workspace.policy().controlGroup(), workspace.settings().name())) {
      return "control";
    }
    return within(campaign.holdOut(), campaign.id() + "/hold-out") ? "hold-out" : null;
  }

  ContactClass contactClass(Campaign campaign) {
    return workspace.policy().classes().get(campaign.contactClass());
  }

  BigDecimal score(Campaign campaign) {
    Offer offer = variant(campaign).offer();
    BigDecimal lever = BigDecimal.ONE.add(campaign.lever().movePointLeft(2));
    return offer
        .startPropensity()
        .multiply(offer.value().subtract(offer.cost()))
        .multiply(lever)
        .setScale(9, RoundingMode.HALF_UP);
  }
}
