package io.offerflow.workspace;

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
  private final ContentReader content;
  private final Doubts doubts;
  private final List<Yaml> mentioned = new ArrayList<>();

  OffersReader(
      Problems problems, Settings settings, Schema schema, TextNames names, Doubts doubts) {
    this.sheet = new Sheet(WorkspaceFiles.OFFERS, problems);
    this.settings = settings;
    this.schema = schema;
    this.content = new ContentReader(sheet, settings, names, doubts);
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
            content.read(section),
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
}
