package io.offerflow.workspace;

import io.offerflow.content.Content;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads the {@code variants} of a campaign. */
final class VariantsReader {
  private static final String EXAMPLE = "{a: {share: 50%}, b: {share: 50%, channels: [push]}}";

  private final Sheet sheet;
  private final Catalogue catalogue;
  private final ContentReader content;

  VariantsReader(Sheet sheet, Catalogue catalogue) {
    this.sheet = sheet;
    this.catalogue = catalogue;
    TextNames names = new TextNames(catalogue.schema(), catalogue.features().values());
    this.content = ContentReader.ofVariant(sheet, catalogue.settings(), names, catalogue.doubts());
  }

  /**
   * What a variant has where it says nothing itself, and how what it says is read.
   *
   * @param offer null when it cannot be known
   */
  record Base(
      String offer,
      List<String> channels,
      Function<Section, String> readOffer,
      BiFunction<Section, String, List<String>> readChannels) {}

  /** In order of the file; their shares make up the whole. */
  List<Campaign.Variant> read(Section campaign, Base base) {
    Yaml node = campaign.get("variants");
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof Yaml.Mapping mapping)) {
      sheet.error(node, "`variants` are written as " + EXAMPLE + ", but this is " + node.kind());
      return List.of();
    }
    List<Campaign.Variant> variants = new ArrayList<>();
    for (Yaml.Entry entry : mapping.entries()) {
      sheet.name(entry.key(), "the name of a variant");
      Section own =
          Section.of(sheet, entry.value(), "variant `" + entry.name() + "`", "{share: 50%}");
      if (own != null) {
        variants.add(variant(entry.name(), own, base));
        own.close();
      }
    }
    checkShares(node, mapping.entries().size(), variants);
    return variants;
  }

  private Campaign.Variant variant(String name, Section own, Base base) {
    own.require("share", "`share: 50%`, of the customers");
    Yaml shareNode = own.get("share");
    BigDecimal share = shareNode == null ? null : sheet.share(shareNode, "`share`");
    String offerId = own.has("offer") ? base.readOffer().apply(own) : base.offer();
    List<String> channels =
        own.has("channels") ? base.readChannels().apply(own, offerId) : base.channels();
    Map<String, Map<String, Content>> texts = content.read(own);
    Offer offer = offerId == null ? null : catalogue.offers().get(offerId);
    if (offer == null) {
      return new Campaign.Variant(name, share, null, channels);
    }
    Offer said = offer.saying(merged(offer.content(), texts));
    if (own.has("offer") && !own.has("channels")) {
      checkContent(own, said, channels);
    }
    return new Campaign.Variant(name, share, said, channels);
  }

  private static Map<String, Map<String, Content>> merged(
      Map<String, Map<String, Content>> content, Map<String, Map<String, Content>> over) {
    Map<String, Map<String, Content>> merged = new LinkedHashMap<>(content);
    over.forEach(
        (channel, byLanguage) -> {
          Map<String, Content> languages =
              new LinkedHashMap<>(content.getOrDefault(channel, Map.of()));
          languages.putAll(byLanguage);
          merged.put(channel, languages);
        });
    return merged;
  }

  private void checkContent(Section own, Offer offer, List<String> channels) {
    for (String channel : channels) {
      if (!offer.content().containsKey(channel)) {
        sheet.warning(
            own.get("offer"),
            "the offer `"
                + offer.id()
                + "` has no content for `"
                + channel
                + "`: nothing goes out there");
      }
    }
  }

  /** What is wrong with one share has been said already. */
  private void checkShares(Yaml node, int written, List<Campaign.Variant> variants) {
    BigDecimal sum = BigDecimal.ZERO;
    int known = 0;
    for (Campaign.Variant variant : variants) {
      if (variant.share() != null) {
        sum = sum.add(variant.share());
        known++;
      }
    }
    if (written == 0) {
      sheet.error(node, "`variants` is empty: write " + EXAMPLE);
    } else if (known == written && sum.compareTo(BigDecimal.ONE) != 0) {
      String percent = sum.movePointRight(2).stripTrailingZeros().toPlainString();
      sheet.error(
          node, "the shares of `variants` sum to " + percent + "%: make them 100% together");
    }
  }
}
