package io.offerflow.workspace;

import io.offerflow.event.DurationText;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads workspace.yaml. */
final class SettingsReader {
  private static final long AHEAD = 300_000;

  /** The legal characters of a Kafka topic's name: each channel has a topic of its own. */
  private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");

  private final Sheet sheet;
  private final Map<String, Yaml> addresses = new LinkedHashMap<>();

  SettingsReader(Problems problems) {
    this.sheet = new Sheet(WorkspaceFiles.SETTINGS, problems);
  }

  /** Never null: what is wrong has its default, and is a problem. */
  Settings read(Yaml root) {
    Section section =
        root == null
            ? null
            : Section.of(sheet, root, "workspace.yaml", "`offerflow: 1` and `name: ...`");
    if (section == null) {
      return new Settings(
          "", ZoneOffset.UTC, null, null, 0, AHEAD, DurationText.MAX_MILLIS, Map.of());
    }
    version(section);
    Yaml name = section.require("name", "`name: telecom`");
    String named = name == null ? null : sheet.name(name, "`name`");
    Settings settings =
        new Settings(
            named == null ? "" : named,
            timezone(section),
            currency(sheet, section),
            language(section),
            section.duration("disorder", 0, true),
            section.duration("ahead", AHEAD, true),
            section.duration("forget", DurationText.MAX_MILLIS, false),
            channels(section));
    section.close();
    return settings;
  }

  /** Where each channel says which attribute holds its addresses, to check it later. */
  Map<String, Yaml> addresses() {
    return addresses;
  }

  Sheet sheet() {
    return sheet;
  }

  private void version(Section section) {
    Yaml version = section.require("offerflow", "`offerflow: 1`, the version of the formats");
    if (version != null && !(version instanceof Yaml.Scalar scalar && scalar.text().equals("1"))) {
      sheet.error(version, "this build reads version 1 of the formats: write `offerflow: 1`");
    }
  }

  private ZoneId timezone(Section section) {
    if (!section.has("timezone")) {
      section.get("timezone");
      sheet.warning(
          section.mapping,
          "no `timezone` is given, so UTC holds: write one such as `timezone: Asia/Shanghai`");
      return ZoneOffset.UTC;
    }
    Yaml node = section.get("timezone");
    ZoneId zone = node == null ? null : sheet.zone(node, "`timezone`");
    return zone == null ? ZoneOffset.UTC : zone;
  }

  /** The key {@code currency} of a section, an ISO 4217 code, or null. */
  static String currency(Sheet sheet, Section section) {
    Yaml node = section.get("currency");
    String code = node == null ? null : sheet.text(node, "`currency`");
    if (code == null) {
      return null;
    }
    TreeSet<String> codes = new TreeSet<>();
    Currency.getAvailableCurrencies().forEach(known -> codes.add(known.getCurrencyCode()));
    if (!codes.contains(code)) {
      sheet.error(
          node,
          "\"" + Sheet.shorten(code) + "\" is no currency: write its ISO 4217 code such as CNY");
    }
    return code;
  }

  private String language(Section section) {
    Yaml node = section.get("language");
    String language = node == null ? null : sheet.text(node, "`language`");
    if (language != null && !isLanguage(language)) {
      sheet.error(node, notALanguage(language));
    }
    return language;
  }

  static boolean isLanguage(String text) {
    return LANGUAGE.matcher(text).matches();
  }

  static String notALanguage(String text) {
    return "\"" + Sheet.shorten(text) + "\" is no language: write a code such as zh, en or zh-HK";
  }

  private Map<String, Settings.Channel> channels(Section section) {
    Map<String, Settings.Channel> channels = new LinkedHashMap<>();
    String example = "`channels: {sms: {address: msisdn}}`";
    Yaml node = section.get("channels");
    if (node == null) {
      return channels;
    }
    if (!(node instanceof Yaml.Mapping mapping)) {
      sheet.error(node, "channels are written as " + example + ", but this is " + node.kind());
      return channels;
    }
    for (Yaml.Entry entry : mapping.entries()) {
      Settings.Channel channel = channel(entry);
      channels.put(channel.name(), channel);
    }
    return channels;
  }

  private Settings.Channel channel(Yaml.Entry entry) {
    String name = entry.name();
    if (!CHANNEL.matcher(name).matches() || List.of(".", "..").contains(name)) {
      sheet.error(
          entry.key(),
          "\""
              + Sheet.shorten(name)
              + "\" is no name of a channel: use the letters A to Z, digits,"
              + " - _ . and at most 100 characters");
    }
    Section section =
        Section.of(
            sheet,
            entry.value(),
            "channel `" + name + "`",
            "`{address: ATTRIBUTE}`, or `{inbound: true}`");
    if (section == null) {
      return new Settings.Channel(name, null, false);
    }
    boolean inbound = section.flag("inbound", false);
    Yaml address = section.get("address");
    String attribute = address == null ? null : sheet.text(address, "`address`");
    if (attribute != null) {
      addresses.put(name, address);
    } else if (!inbound && !section.has("address")) {
      sheet.error(
          section.mapping,
          "channel `"
              + name
              + "` needs `address`: write the attribute that holds it, or"
              + " `address: customer` for the id itself, or `inbound: true`");
    }
    section.close();
    return new Settings.Channel(name, attribute, inbound);
  }
}
