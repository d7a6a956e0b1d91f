package io.offerflow.pipeline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A workspace whose titles try to break out of a page, 500 customers, and what was decided of them:
 * everybody recharges, every fourth accepts what she got, every fifth buys, and every third of the
 * contacted buys because of it.
 */
record ReportFolder(Path workspace, Path decisions, Path events) {
  static final String NASTY = "</script><script>window.broken=1</script><img src=x onerror=boom()>";
  private static final int CUSTOMERS = 500;

  static ReportFolder in(Path folder) throws IOException {
    Path workspace = folder.resolve("shop");
    Files.createDirectories(workspace.resolve("campaigns"));
    write(
        workspace,
        "workspace.yaml",
        """
        offerflow: 1
        name: shop
        timezone: UTC
        currency: EUR
        language: en
        channels: {sms: {address: customer}}
        """);
    write(workspace, "schema.yaml", "events: {recharge: {amount: number}}\n");
    write(
        workspace,
        "policy.yaml",
        """
        classes: {sales: {}}
        consent: {sms: opt-out}
        caps: [{max: 1, last: 24h}]
        control group: 20%
        """);
    write(
        workspace,
        "offers.yaml",
        """
        pack:
          title: '%s'
          value: 10
          cost: 0.5
          start propensity: 0.1
          content: {sms: {en: "A pack"}}
        """
            .formatted(NASTY));
    write(
        workspace,
        "campaigns/data.yaml",
        """
        campaign: data
        title: '%s'
        class: sales
        when: {event: recharge}
        offer: pack
        channels: [sms]
        success: {event: purchase, within: 7d}
        """
            .formatted(NASTY));
    Path events = folder.resolve("events.ndjson");
    Path decisions = folder.resolve("decisions.ndjson");
    Files.writeString(events, recharges());
    Ran first = Ran.offerflow("replay", workspace, "--events", events, "--decisions", decisions);
    if (first.exitCode() != 0) {
      throw new IOException(first.err());
    }
    Files.writeString(events, recharges() + reactions(Files.readString(decisions)));
    return new ReportFolder(workspace, decisions, events);
  }

  private static String recharges() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < CUSTOMERS; i++) {
      lines.append(event("r" + i, "recharge", i, "2026-03-02T10:00:00Z", "\"amount\":5"));
    }
    for (int i = 0; i < CUSTOMERS; i += 2) {
      lines.append(event("s" + i, "recharge", i, "2026-03-02T12:00:00Z", "\"amount\":5"));
    }
    return lines.toString();
  }

  private static String reactions(String decided) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < CUSTOMERS; i++) {
      String hers = "\"customer\":\"c" + i + "\"";
      boolean contacted =
          decided
              .lines()
              .anyMatch(line -> line.contains(hers) && line.contains("\"outcome\":\"offered\""));
      if (contacted && i % 4 == 0) {
        String accepted = "\"kind\":\"accepted\",\"offer\":\"pack\"";
        lines.append(event("a" + i, "response", i, "2026-03-02T14:00:00Z", accepted));
      }
      if (i % 5 == 0 || (contacted && i % 3 == 0)) {
        lines.append(event("p" + i, "purchase", i, "2026-03-03T10:00:00Z", "\"amount\":9"));
      }
    }
    return lines.toString();
  }

  private static String event(String id, String type, int customer, String time, String more) {
    return "{\"id\":\"%s\",\"type\":\"%s\",\"customer\":\"c%d\",\"time\":\"%s\",%s}%n"
        .formatted(id, type, customer, time, more);
  }

  private static void write(Path folder, String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }
}
