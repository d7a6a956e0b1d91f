package io.offerflow.gateway;

import io.offerflow.gateway.GatewayConfig.AccountSettings;
import io.offerflow.gateway.carrier.Account;
import io.offerflow.gateway.carrier.Protocol;
import io.offerflow.gateway.http.HttpProtocol;
import io.offerflow.gateway.smpp.SmppProtocol;
import io.offerflow.workspace.ConfigFile;
import io.offerflow.workspace.ConfigSection;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the file of a gateway. */
final class GatewayConfigReader {
  private static final Map<String, Protocol> PROTOCOLS =
      new TreeMap<>(Map.of("smpp", new SmppProtocol(), "http", new HttpProtocol()));

  private static final long REMEMBER = Duration.ofDays(7).toMillis();
  private static final int AT_MOST = 500_000;
  private static final int LOOK_AHEAD = 1_000;
  private static final String FASTEST = "100000";

  private final ConfigSection root;

  private GatewayConfigReader(ConfigSection root) {
    this.root = root;
  }

  static GatewayConfig read(String name, byte[] bytes) throws GatewayConfig.InvalidException {
    ConfigFile file = ConfigFile.read(name, bytes);
    ConfigSection root = file.root("`gateway: 1`");
    GatewayConfig config = root == null ? null : new GatewayConfigReader(root).config();
    if (file.failed()) {
      throw new GatewayConfig.InvalidException(file.problems());
    }
    return config;
  }

  private GatewayConfig config() {
    if (root.whole("gateway", 0, 0, Integer.MAX_VALUE) != 1) {
      root.error("gateway", "this build reads version 1 of the format: write `gateway: 1`");
    }
    Map<String, AccountSettings> accounts = new LinkedHashMap<>();
    root.named("accounts", "`{main: {protocol: smpp, ...}}`")
        .forEach((account, section) -> accounts.put(account, account(section)));
    Map<String, ChannelSettings> channels = new LinkedHashMap<>();
    root.named("channels", "`{sms: {account: main}}`")
        .forEach((channel, section) -> channels.put(channel, channel(section, accounts)));
    if (channels.isEmpty() && !root.has("channels")) {
      root.error("channels", "no channel is named: write `channels: {sms: {account: main}}`");
    }
    GatewayConfig config =
        new GatewayConfig(
            root.texts("classes"),
            Duration.ofMillis(root.duration("remember", REMEMBER)),
            root.whole("remember at most", AT_MOST, 1_000, 50_000_000),
            optOut(),
            accounts,
            channels);
    root.close();
    return config;
  }

  private Map<String, List<String>> optOut() {
    Map<String, List<String>> words = root.lists("opt out", "`{en: [stop, end]}`");
    return words.isEmpty() ? OptOut.DEFAULT : words;
  }

  private static AccountSettings account(ConfigSection section) {
    Account account = null;
    section.require("protocol", "`protocol: smpp`");
    String protocol = section.word("protocol", PROTOCOLS.keySet(), null);
    double perSecond = rate(section);
    if (protocol != null) {
      account = PROTOCOLS.get(protocol).read(section);
      section.close();
    }
    return new AccountSettings(account, perSecond);
  }

  private static ChannelSettings channel(
      ConfigSection section, Map<String, AccountSettings> accounts) {
    String account = section.require("account", "the name of one of `accounts`");
    if (account != null && !accounts.containsKey(account)) {
      section.unknown("account", "account", account, accounts.keySet());
    }
    ChannelSettings channel =
        new ChannelSettings(
            section.name(),
            account,
            rate(section),
            section.text("from"),
            section.text("address"),
            section.word("in doubt", List.of("drop", "resend"), "drop").equals("resend"),
            section.whole("look ahead", LOOK_AHEAD, 1, 100_000));
    section.close();
    return channel;
  }

  private static double rate(ConfigSection section) {
    return section.number("rate", BigDecimal.ZERO, "0.01", FASTEST).doubleValue();
  }
}
