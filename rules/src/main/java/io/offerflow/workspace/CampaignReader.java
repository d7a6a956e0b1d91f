package io.offerflow.workspace;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Names;
import io.offerflow.content.Content;
import io.offerflow.content.Template;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads one campaign: a file of campaigns/, or a row of a table. */
final class CampaignReader {
  private static final List<String> OF_CONTACTS =
      List.of(
          "offer",
          "class",
          "channels",
          "lever",
          "context",
          "limits",
          "hold out",
          "when quiet",
          "success",
          "variants");

  private final Sheet sheet;
  private final String file;
  private final Catalogue catalogue;
  private final MoreConditions more;
  private final ConditionText texts;
  private ConditionText conditions;

  CampaignReader(String file, Problems problems, Catalogue catalogue) {
    this(new Sheet(file, problems), file, catalogue);
  }

  /**
   * A campaign that is part of a file.
   *
   * @param file with the place in it
   */
  CampaignReader(Sheet sheet, String file, Catalogue catalogue) {
    this(sheet, file, catalogue, when -> List.of());
  }

  /** A campaign with conditions that its {@code if} does not have. */
  CampaignReader(Sheet sheet, String file, Catalogue catalogue, MoreConditions more) {
    this.more = more;
    this.sheet = sheet;
    this.file = file;
    this.catalogue = catalogue;
    this.texts = new ConditionText(sheet, catalogue.doubts());
    this.conditions = texts;
  }

  /** The conditions that a campaign has besides those of its {@code if}. */
  interface MoreConditions {
    List<Condition> of(MomentReader.Read when);
  }

  /**
   * A campaign that was read.
   *
   * @param name where its name stands
   * @param sheet in which
   */
  record Read(Campaign campaign, Yaml name, Sheet sheet) {}

  /** Null when there is not even a name; otherwise complete only if there is no problem. */
  Read read(Yaml root) {
    Section section =
        Section.of(sheet, root, "a campaign", "`campaign: ...`, `when: ...`, `offer: ...`");
    if (section == null) {
      return null;
    }
    boolean tags = section.has("tag") || section.has("untag");
    Yaml idNode = section.require("campaign", "`campaign: airport-roaming`, its name");
    String id = idNode == null ? null : sheet.name(idNode, "`campaign`");
    MomentReader.Read when = when(section);
    Names names =
        Names.campaign(
            catalogue.schema().customer(), when.event(), when.first(), catalogue.featureNames());
    Campaign.Tagging tagging = tags ? tagging(section, when.moment()) : null;
    String offer = tags ? null : offer(section);
    List<String> channels = tags ? List.of() : channels(section, offer, when.moment());
    Campaign campaign =
        new Campaign(
            id,
            file,
            section.text("title"),
            tags ? null : contactClass(section),
            PeriodText.read(section, "active", catalogue.settings().timezone()),
            section.flag("paused", false),
            when.moment(),
            conditions(section, names, when),
            offer,
            channels,
            tags ? BigDecimal.ZERO : section.number("lever", BigDecimal.ZERO, "-100", "10000"),
            tags ? List.of() : context(section, names, when),
            section.duration("act within", Long.MAX_VALUE, false),
            tags ? null : PolicyReader.whenQuiet(section, catalogue.policy().whenQuiet()),
            tags ? null : new SuccessReader(sheet, catalogue).read(section),
            tagging,
            tags ? Campaign.Limits.NONE : LimitsReader.read(section),
            tags ? BigDecimal.ZERO : section.share("hold out"),
            tags ? List.of() : variants(section, offer, channels, when.moment()));
    section.close();
    checkTexts(section, campaign, when);
    return id == null ? null : new Read(campaign, idNode, sheet);
  }

  private MomentReader.Read when(Section section) {
    Yaml node = section.require("when", "`when: {event: purchase}`");
    MomentReader.Read when =
        node == null
            ? new MomentReader.Read(null, null, null)
            : new MomentReader(sheet, catalogue).read(node);
    // Without a moment it is not known what `event.x` means; all else is judged all the same.
    conditions = when.moment() == null && when.event() == null ? texts.withoutEvent() : texts;
    return when;
  }

  /** What belongs to contacts is refused: a campaign that tags makes none. */
  private Campaign.Tagging tagging(Section section, Moment moment) {
    for (String key : OF_CONTACTS) {
      if (section.has(key)) {
        section.get(key);
        sheet.error(
            section.key(key),
            "a campaign that tags has no `"
                + key
                + "`: remove it, or write a second campaign for the offer");
      }
    }
    if (moment instanceof Moment.Tagged || moment instanceof Moment.Untagged) {
      sheet.error(
          section.key("when"),
          "a campaign that tags cannot start on `"
              + moment.word()
              + "`: tags bring about one round of moments; start on what brought the tag");
    }
    TreeMap<String, Long> lifetimes = lifetimes(section);
    TreeSet<String> removed = new TreeSet<>();
    Yaml node = section.get("untag");
    for (Yaml item : node == null ? List.<Yaml>of() : listOf(node)) {
      String name = sheet.name(item, "an entry of `untag`");
      if (name != null && !removed.add(name)) {
        sheet.error(item, "`" + name + "` stands twice in `untag`");
      } else if (name != null) {
        catalogue.tags().removed(sheet, item, name);
      }
    }
    return new Campaign.Tagging(lifetimes, removed);
  }

  private TreeMap<String, Long> lifetimes(Section section) {
    TreeMap<String, Long> lifetimes = new TreeMap<>();
    Yaml node = section.get("tag");
    if (node == null) {
      return lifetimes;
    }
    if (!(node instanceof Yaml.Mapping mapping)) {
      sheet.error(
          node,
          "`tag` gives each tag its lifetime, but this is "
              + node.kind()
              + ": write {intent-5g: 7d}");
      return lifetimes;
    }
    for (Yaml.Entry entry : mapping.entries()) {
      String name = sheet.name(entry.key(), "a tag");
      Long lifetime = sheet.duration(entry.value(), "the lifetime of a tag", false);
      if (name != null) {
        catalogue.tags().set(name);
        lifetimes.put(name, lifetime == null ? 1L : lifetime);
      }
    }
    if (mapping.entries().isEmpty()) {
      sheet.error(node, "`tag` is empty: write {intent-5g: 7d}");
    }
    return lifetimes;
  }

  private List<Campaign.Variant> variants(
      Section section, String offer, List<String> channels, Moment moment) {
    VariantsReader.Base base =
        new VariantsReader.Base(
            offer, channels, this::offer, (own, ofOffer) -> channels(own, ofOffer, moment));
    return new VariantsReader(sheet, catalogue).read(section, base);
  }

  private List<Yaml> listOf(Yaml node) {
    List<Yaml> items = node instanceof Yaml.Scalar ? List.of(node) : sheet.list(node, "`untag`");
    if (items != null && items.isEmpty()) {
      sheet.error(node, "`untag` is empty: write [intent-5g]");
    }
    return items == null ? List.of() : items;
  }

  private String contactClass(Section section) {
    Yaml node = section.require("class", "`class: sales`, a class of policy.yaml");
    if (node == null) {
      return null;
    }
    return sheet.reference(
        node, "class", catalogue.policy().classes().keySet(), WorkspaceFiles.POLICY);
  }

  private String offer(Section section) {
    Yaml node = section.require("offer", "`offer: roaming-7d`, an offer of offers.yaml");
    if (node == null) {
      return null;
    }
    String id = node.toString();
    if (catalogue.doubts().about(id)) {
      return id;
    }
    return sheet.reference(node, "offer", catalogue.offers().keySet(), WorkspaceFiles.OFFERS);
  }

  private List<String> channels(Section section, String offerId, Moment moment) {
    List<String> channels = new ArrayList<>();
    Yaml node = section.require("channels", "`channels: [sms]`, in order of preference");
    List<Yaml> items = node == null ? null : sheet.list(node, "`channels`");
    if (items != null && items.isEmpty()) {
      sheet.error(node, "`channels` is empty: write [sms]");
    }
    Offer offer = offerId == null ? null : catalogue.offers().get(offerId);
    for (Yaml item : items == null ? List.<Yaml>of() : items) {
      String name =
          sheet.reference(
              item, "channel", catalogue.settings().channels().keySet(), WorkspaceFiles.SETTINGS);
      Settings.Channel channel = name == null ? null : catalogue.settings().channels().get(name);
      if (channels.contains(name)) {
        sheet.error(item, "`" + name + "` stands twice in `channels`");
      } else if (channel != null && channel.inbound() && !asks(moment, name)) {
        sheet.error(
            item,
            "`"
                + name
                + "` is inbound and never pushed to: only a campaign with {ask: "
                + name
                + "} can use it");
      } else if (channel != null && offer != null && !offer.content().containsKey(name)) {
        sheet.warning(
            item,
            "the offer `" + offerId + "` has no content for `" + name + "`: nothing goes out");
      }
      if (name != null) {
        channels.add(name);
      }
    }
    if (moment instanceof Moment.Ask ask && node != null && !channels.contains(ask.channel())) {
      sheet.warning(
          node,
          "`" + ask.channel() + "` asks, but is none of `channels`: nothing is ever answered");
    }
    return channels;
  }

  /** An unreadable moment may have been one that asks. */
  private static boolean asks(Moment moment, String channel) {
    return moment == null || moment instanceof Moment.Ask ask && ask.channel().equals(channel);
  }

  private List<Condition> conditions(Section section, Names names, MomentReader.Read when) {
    List<Condition> read = new ArrayList<>(when.moment() == null ? List.of() : more.of(when));
    Yaml node = section.get("if");
    List<Yaml> items =
        node instanceof Yaml.Scalar
            ? List.of(node)
            : node == null ? null : sheet.list(node, "`if`");
    for (Yaml item : items == null ? List.<Yaml>of() : items) {
      Condition condition = conditions.read(item, names, "an entry of `if`", when.withoutEvent());
      if (condition != null) {
        read.add(condition);
      }
    }
    return read;
  }

  private List<Campaign.Weight> context(Section section, Names names, MomentReader.Read when) {
    List<Campaign.Weight> weights = new ArrayList<>();
    Yaml node = section.get("context");
    List<Yaml> items = node == null ? null : sheet.list(node, "`context`");
    for (Yaml item : items == null ? List.<Yaml>of() : items) {
      Section own =
          Section.of(
              sheet,
              item,
              "an entry of `context`",
              "{if: 'zones contains \"airport\"', weight: 50}");
      if (own == null) {
        continue;
      }
      own.require("if", "`if: 'zones contains \"airport\"'`");
      Yaml ifNode = own.condition("if");
      if (!own.isCut()) {
        own.require("weight", "`weight: 50`, in percent");
      }
      Condition condition =
          ifNode == null ? null : conditions.read(ifNode, names, "`if`", when.withoutEvent());
      BigDecimal percent = own.number("weight", BigDecimal.ZERO, "-100", "10000");
      own.close();
      if (condition != null) {
        weights.add(new Campaign.Weight(condition, percent));
      }
    }
    return weights;
  }

  /** Warns of placeholders that this campaign's moment can never fill. */
  private void checkTexts(Section section, Campaign campaign, MomentReader.Read when) {
    Offer offer = campaign.offer() == null ? null : catalogue.offers().get(campaign.offer());
    if (offer == null || campaign.moment() == null) {
      return;
    }
    checkTexts(section.get("offer"), offer, campaign.channels(), when);
    for (Campaign.Variant variant : campaign.variants()) {
      boolean other =
          variant.offer() != null
              && !(variant.offer().equals(offer) && variant.channels().equals(campaign.channels()));
      if (other) {
        checkTexts(section.get("variants"), variant.offer(), variant.channels(), when);
      }
    }
  }

  private void checkTexts(Yaml at, Offer offer, List<String> channels, MomentReader.Read when) {
    for (String channel : channels) {
      for (Map.Entry<String, Content> content :
          offer.content().getOrDefault(channel, Map.of()).entrySet()) {
        for (Template template : content.getValue().parts().values()) {
          for (String name : TextCheck.unfilled(template, when, offer)) {
            sheet.warning(
                at,
                "nothing fills {{"
                    + name
                    + "}} of `"
                    + offer.id()
                    + "` ("
                    + channel
                    + ", "
                    + content.getKey()
                    + ") in this campaign: give it a default, as {{"
                    + name
                    + "|...}}, or nothing goes out");
          }
        }
      }
    }
  }
}
