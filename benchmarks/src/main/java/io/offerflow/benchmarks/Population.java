package io.offerflow.benchmarks;

import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Customers whose likings are known: three tiers, six offers, and how likely each tier accepts
 * each. The start propensities, a marketer's guess, are wrong: they favour the offer that most
 * people like least.
 */
final class Population {
  static final List<String> TIERS = List.of("bronze", "silver", "gold");

  /** How many of a hundred are of each tier. */
  private static final double[] SHARES = {0.5, 0.35, 0.15};

  /** By offer; of bronze, silver and gold. */
  private static final Map<String, double[]> ACCEPTANCE =
      Map.of(
          "a", new double[] {0.010, 0.020, 0.030},
          "b", new double[] {0.050, 0.020, 0.010},
          "c", new double[] {0.020, 0.045, 0.020},
          "d", new double[] {0.010, 0.015, 0.050},
          "e", new double[] {0.060, 0.050, 0.040},
          "f", new double[] {0.020, 0.020, 0.020});

  private static final String OFFERS =
      """
      a: {value: 10, start propensity: 0.04, expires: 4h%1$s}
      b: {value: 10, start propensity: 0.03, expires: 4h%1$s}
      c: {value: 10, start propensity: 0.03, expires: 4h%1$s}
      d: {value: 20, start propensity: 0.01, expires: 4h%1$s}
      e: {value: 5, start propensity: 0.05, expires: 4h%1$s}
      f: {value: 10, start propensity: 0.02, expires: 4h%1$s}
      """;

  private Population() {}

  /** The offers, by id; each learns by tier or by nothing. */
  static Collection<Offer> offers(boolean byTier) {
    Map<String, byte[]> files = new TreeMap<>();
    put(files, "workspace.yaml", "offerflow: 1\nname: regret\ntimezone: UTC\nlanguage: en\n");
    put(
        files,
        "schema.yaml",
        "customer: {tier: {type: text, values: [" + String.join(", ", TIERS) + "]}}\n");
    put(files, "offers.yaml", OFFERS.formatted(byTier ? ", learn by: [tier]" : ""));
    Workspace workspace = WorkspaceReader.read(files).workspace();
    return workspace.offers().values();
  }

  private static void put(Map<String, byte[]> files, String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The tier of a customer.
   *
   * @param chance 0 to 1
   */
  static int tier(double chance) {
    return chance < SHARES[0] ? 0 : chance < SHARES[0] + SHARES[1] ? 1 : 2;
  }

  /**
   * How likely a customer accepts.
   *
   * @param changed whether it is after the day on which each tier likes what another one did
   */
  static double acceptance(Offer offer, int tier, boolean changed) {
    return ACCEPTANCE.get(offer.id())[changed ? (tier + 1) % TIERS.size() : tier];
  }

  /** What an offer of it is worth on average. */
  static double worth(Offer offer, int tier, boolean changed) {
    return offer.value().doubleValue() * acceptance(offer, tier, changed);
  }

  /** What always giving that offer is worth on average, before the change. */
  static double worth(Offer offer) {
    double worth = 0;
    for (int tier = 0; tier < SHARES.length; tier++) {
      worth += SHARES[tier] * worth(offer, tier, false);
    }
    return worth;
  }
}
