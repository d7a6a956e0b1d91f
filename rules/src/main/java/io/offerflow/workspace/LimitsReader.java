package io.offerflow.workspace;

import io.offerflow.feature.Window;
import java.math.BigDecimal;

/** Reads a campaign's {@code limits}. */
final class LimitsReader {
  private static final String MOST = "1000000000";
  private static final String EXAMPLE =
      "{customer: {max: 1, last: 7d}, total: 10000, budget: 3000}";

  private LimitsReader() {}

  static Campaign.Limits read(Section campaign) {
    Yaml node = campaign.get("limits");
    Section section = node == null ? null : Section.of(campaign.sheet, node, "`limits`", EXAMPLE);
    if (section == null) {
      return Campaign.Limits.NONE;
    }
    Campaign.CustomerLimit customer = customer(section);
    Yaml totalNode = section.get("total");
    Integer total = totalNode == null ? null : section.sheet.whole(totalNode, "`total`", 0);
    BigDecimal budget = section.number("budget", null, "0", MOST);
    if (section.mapping.entries().isEmpty()) {
      section.sheet.error(
          node, "`limits` is empty: write {customer: {max: 1, last: 7d}}, or remove it");
    }
    section.close();
    return new Campaign.Limits(total == null ? null : total.longValue(), budget, customer);
  }

  private static Campaign.CustomerLimit customer(Section limits) {
    Yaml node = limits.get("customer");
    Section own =
        node == null
            ? null
            : Section.of(limits.sheet, node, "the limit `customer`", "{max: 1, last: 7d}");
    if (own == null) {
      return null;
    }
    Yaml maxNode = own.require("max", "`max: 1`");
    Integer max = maxNode == null ? null : own.sheet.contacts(maxNode, "`max`");
    Window window = WindowText.read(own);
    own.close();
    return max == null ? null : new Campaign.CustomerLimit(max, window);
  }
}
