package io.offerflow.workspace;

import io.offerflow.content.Content;
import io.offerflow.content.SmsLength;
import io.offerflow.content.Template;
import io.offerflow.event.Nearest;
import io.offerflow.event.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads offers.yaml. */
final class OffersReader {
  private static final BigDecimal EVIDENCE = BigDecimal.valueOf(100);
  private static final long EXPIRES = 86_400_000;
  private static final String MOST = "1000000000";

  private final Sheet sheet;
  private final Settings settings;
  private final Schema schema;
  private final TextNames names;
  private final Doubts doubts;
  private final List<Yaml> mentioned = new ArrayList<>();

  OffersReader(
      Problems problems, Settings settings, Schema schema, TextNames names, Doubts doubts) {
    this.sheet = new Sheet(WorkspaceFiles.OFFERS, problems);
    this.settings = settings;
    this.schema = schema;
    this.names = names;
    this.doubts = doubts;
  }

  /** By id; with defaults where something is wrong. */
  Map<String, Offer> read(Yaml root) {
    Map<String, Offer> offers = new LinkedHashMap<>();
    if (root == null) {
      return offers;
    }
    if (!(root instanceof Yaml.Mapping mapping)) {
      sheet.error(
          root, "offers are written as `roaming-7d: {title: ...}`, but this is " + root.kind());
      return offers;
    }
    for (Yaml.Entry entry : mapping.entries()) {
      sheet.name(entry.key(), "the id of an offer");
      Section section =
          Section.of(
              sheet, entry.value(), "offer `" + entry.name() + "`", "`{title: ..., value: 30}`");
      if (section != null) {
        offers.put(entry.name(), offer(entry.name(), section));
      } else {
        doubts.add(entry.name());
      }
    }
    checkMentioned(offers);
    return offers;
  }

  private Offer offer(String id, Section section) {
    section.require("value", "`value: 30`, the margin when it is accepted");
    section.require("start propensity", "`start propensity: 0.02`, the share that accepts");
    Offer offer =
        new Offer(
            id,
            section.text("title"),
            section.text("category"),
            section.number("value", BigDecimal.ZERO, "-" + MOST, MOST),
            section.number("cost", BigDecimal.ZERO, "0", MOST),
            section.number("start propensity", BigDecimal.ZERO, "0", "1"),
            section.number("evidence", EVIDENCE, "0.000001", MOST),
            PeriodText.read(section, "valid", settings.timezone()),
            section.duration("expires", EXPIRES, false),
            stock(section),
            content(section),
            LearningReader.learnBy(section, schema, doubts),
            others(section, "excludes"),
            others(section, "requires"));
    checkPossible(section, offer);
    section.close();
    return offer;
  }

  private Offer.Stock stock(Section section) {
    Yaml node = section.get("stock");
    Yaml countsNode = section.get("stock counts");
    if (countsNode != null && !section.has("stock")) {
      sheet.error(section.key("stock counts"), "`stock counts` needs `stock`: write `stock: 1000`");
    }
    String counts =
        countsNode == null
            ? null
            : sheet.word(countsNode, "`stock counts`", List.of("offered", "accepted"));
    Integer units = node == null ? null : sheet.whole(node, "`stock`", 0);
    return units == null ? null : new Offer.Stock(units, "accepted".equals(counts));
  }

  /** Offers, or products that customers own, which nothing declares. */
  private List<String> others(Section section, String key) {
    Yaml node = section.get(key);
    List<String> ids = node == null ? List.of() : sheet.texts(node, "`" + key + "`");
    if (node instanceof Yaml.Listing listing) {
      mentioned.addAll(listing.items());
    }
    return ids;
  }

  /** A name that is nearly an offer's is probably meant to be that. */
  private void checkMentioned(Map<String, Offer> offers) {
    for (Yaml mention : mentioned) {
      String id = mention.toString();
      String nearest = offers.containsKey(id) ? null : Nearest.of(id, offers.keySet());
      if (nearest != null && !doubts.about(id)) {
        sheet.warning(
            mention,
            "there is no offer `"
                + Sheet.shorten(id)
                + "`; did you mean `"
                + nearest
                + "`? As it stands it is a product that only her profile can say she owns");
      }
    }
  }

  private void checkPossible(Section section, Offer offer) {
    for (String required : offer.requires()) {
      if (offer.excludes().contains(required)) {
        sheet.error(
            section.key("requires"),
            "`"
                + Sheet.shorten(required)
                + "` is required and excluded: the offer can never be made; remove one of the two");
      }
    }
  }

  private Map<String, Map<String, Content>> content(Section section) {
    Map<String, Map<String, Content>> byChannel = new LinkedHashMap<>();
    Yaml node = section.get("content");
    if (node == null) {
      return byChannel;
    }
    if (!(node instanceof Yaml.Mapping mapping)) {
      sheet.error(node, "`content` is written as {sms: {en: \"...\"}}, but this is " + node.kind());
      return byChannel;
    }
    for (Yaml.Entry entry : mapping.entries()) {
      sheet.reference(
          entry.key(), "channel", settings.channels().keySet(), WorkspaceFiles.SETTINGS);
      byChannel.put(entry.name(), languages(entry));
    }
    return byChannel;
  }

  private Map<String, Content> languages(Yaml.Entry channel) {
    Map<String, Content> byLanguage = new LinkedHashMap<>();
    if (!(channel.value() instanceof Yaml.Mapping mapping)) {
      sheet.error(
          channel.value(),
          "the content of `"
              + channel.name()
              + "` is written by language, such as {en: \"...\"},"
              + " but this is "
              + channel.value().kind());
      return byLanguage;
    }
    for (Yaml.Entry entry : mapping.entries()) {
      if (!SettingsReader.isLanguage(entry.name())) {
        sheet.error(entry.key(), SettingsReader.notALanguage(entry.name()));
      }
      byLanguage.put(entry.name(), parts(channel.name(), entry));
    }
    String fallback = settings.language();
    if (fallback == null || Content.choose(byLanguage, null, fallback) == null) {
      sheet.warning(
          channel.key(),
          "`"
              + channel.name()
              + "` has no text in "
              + (fallback == null
                  ? "a language of the workspace (`language: zh` in workspace.yaml)"
                  : "`" + fallback + "`, the workspace's language")
              + ": customers with other languages get nothing");
    }
    return byLanguage;
  }

  private Content parts(String channel, Yaml.Entry language) {
    Map<String, Template> parts = new LinkedHashMap<>();
    if (language.value() instanceof Yaml.Mapping mapping) {
      for (Yaml.Entry entry : mapping.entries()) {
        part(channel, entry.name(), entry.value(), parts);
      }
      if (mapping.entries().isEmpty()) {
        sheet.error(mapping, "the content is empty: write a text, or {title: ..., body: ...}");
      }
    } else {
      part(channel, Content.TEXT, language.value(), parts);
    }
    return new Content(parts);
  }

  private void part(String channel, String name, Yaml node, Map<String, Template> parts) {
    String text = sheet.text(node, "`" + name + "`");
    if (text == null) {
      return;
    }
    if (text.isBlank()) {
      sheet.error(node, "`" + name + "` is empty: write a text");
    }
    try {
      Template template = Template.parse(text, names);
      parts.put(name, template);
      int messages = SmsLength.parts(template.fixedText());
      if (channel.equals("sms") && messages > 1) {
        sheet.warning(
            node, "this text is sent as " + messages + " messages: shorten it to pay for one");
      }
    } catch (Template.TemplateException wrong) {
      if (!doubts.mentionedIn(text)
          && !sheet.problems().isBroken(WorkspaceFiles.SCHEMA)
          && !sheet.problems().isBroken(WorkspaceFiles.FEATURES)) {
        sheet.error((Yaml.Scalar) node, wrong.offset(), wrong.getMessage());
      }
    }
  }
}
