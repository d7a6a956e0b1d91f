package io.offerflow.workspace;

import java.math.BigDecimal;

/** Reads a campaign's {@code limits}. */
final class LimitsReader {
  private static final String MOST = "1000000000";

  private LimitsReader() {}

  static Campaign.Limits read(Section campaign) {
    Yaml node = campaign.get("limits");
    Section section =
        node == null
            ? null
            : Section.of(campaign.sheet, node, "`limits`", "{total: 10000, budget: 3000}");
    if (section == null) {
      return Campaign.Limits.NONE;
    }
    section.notBuilt("customer");
    Yaml totalNode = section.get("total");
    Integer total = totalNode == null ? null : section.sheet.whole(totalNode, "`total`", 0);
    BigDecimal budget = section.number("budget", null, "0", MOST);
    if (section.mapping.entries().isEmpty()) {
      section.sheet.error(node, "`limits` is empty: write {total: 10000}, or remove it");
    }
    section.close();
    return new Campaign.Limits(total == null ? null : total.longValue(), budget);
  }
}
