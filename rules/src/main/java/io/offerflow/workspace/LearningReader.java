package io.offerflow.workspace;

import io.offerflow.event.Field;
import io.offerflow.event.Schema;
import io.offerflow.event.ValueType;
import io.offerflow.workspace.Learning.Explore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads what policy.yaml and offers.yaml say about learning. */
final class LearningReader {
  /** Each context learns alone: more of them than that would learn nothing in a lifetime. */
  static final int MOST_CONTEXTS = 256;

  private static final String EXAMPLE = "{half life: 30d, explore: thompson}";
  private static final List<String> WORDS = List.of("none", "thompson");

  private LearningReader() {}

  /** {@code learning} of policy.yaml; null when it is off. */
  static Learning policy(Section policy) {
    Yaml node = policy.get("learning");
    Section own = node == null ? null : Section.of(policy.sheet, node, "`learning`", EXAMPLE);
    if (own == null) {
      return null;
    }
    long halfLife = own.duration("half life", Long.MAX_VALUE, false);
    boolean frozen = own.flag("frozen", false);
    Learning learning = explore(own, halfLife, frozen);
    own.close();
    return learning;
  }

  private static Learning explore(Section own, long halfLife, boolean frozen) {
    Yaml node = own.get("explore");
    if (node instanceof Yaml.Mapping) {
      Section epsilon = Section.of(own.sheet, node, "`explore`", "{epsilon: 5%}");
      Yaml share = epsilon.require("epsilon", "`epsilon: 5%`, the share left to chance");
      BigDecimal chance = share == null ? null : own.sheet.percent(share, "`epsilon`");
      epsilon.close();
      return new Learning(
          halfLife, Explore.EPSILON, chance == null ? BigDecimal.ZERO : chance, frozen);
    }
    String word =
        node == null ? null : own.sheet.word(node, "`explore`, unless {epsilon: 5%},", WORDS);
    Explore explore = "none".equals(word) ? Explore.NONE : Explore.THOMPSON;
    return new Learning(halfLife, explore, BigDecimal.ZERO, frozen);
  }

  /** {@code learn by} of an offer: attributes, each with few values. */
  static List<String> learnBy(Section offer, Schema schema, Doubts doubts) {
    List<String> attributes = new ArrayList<>();
    Yaml node = offer.get("learn by");
    List<Yaml> items = node == null ? null : offer.sheet.list(node, "`learn by`");
    long contexts = 1;
    for (Yaml item : items == null ? List.<Yaml>of() : items) {
      Field field = attribute(offer.sheet, item, schema, doubts);
      if (field == null) {
        continue;
      }
      if (attributes.contains(field.name())) {
        offer.sheet.error(item, "`" + field.name() + "` stands twice in `learn by`");
        continue;
      }
      attributes.add(field.name());
      // A missing value is a context, too.
      contexts *= (field.type() == ValueType.BOOLEAN ? 2 : field.values().size()) + 1;
      if (contexts > MOST_CONTEXTS) {
        offer.sheet.error(
            item,
            "`learn by` makes "
                + contexts
                + " kinds of customers, a missing value being one, and each learns alone: name"
                + " attributes that make at most "
                + MOST_CONTEXTS);
        return attributes;
      }
    }
    return attributes;
  }

  private static Field attribute(Sheet sheet, Yaml item, Schema schema, Doubts doubts) {
    if (item instanceof Yaml.Scalar scalar && doubts.about("customer." + scalar.text())) {
      return null;
    }
    String name =
        sheet.reference(item, "attribute", schema.customer().keySet(), WorkspaceFiles.SCHEMA);
    Field field = name == null ? null : schema.customer().get(name);
    if (field == null) {
      return null;
    }
    if (field.pii()) {
      sheet.error(item, "`" + name + "` is personal: nothing is learned by it");
      return null;
    }
    boolean few =
        field.type() == ValueType.BOOLEAN
            || (field.type() == ValueType.TEXT && !field.values().isEmpty());
    if (!few) {
      sheet.error(
          item,
          "`learn by` takes attributes with few values, but `"
              + name
              + "` is of type "
              + field.type().word()
              + ": name a boolean, or a text that has `values` in schema.yaml");
      return null;
    }
    return field;
  }
}
