package io.offerflow.pipeline.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offerflow.decision.CustomerView.Value;
import io.offerflow.decision.Decision;
import io.offerflow.replay.Changes;
import io.offerflow.replay.Explanation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** One step of a customer's timeline as one JSON object; what does not apply is left out. */
final class ExplanationJson {
  private static final JsonNodeFactory NODES = new JsonNodeFactory(true);

  private ExplanationJson() {}

  static String of(Explanation step) {
    ObjectNode object = NODES.objectNode();
    object.put("time", Instant.ofEpochMilli(step.time()).toString());
    object.put("local", LocalTimes.iso(step.time(), step.zone()));
    if (step.now() != step.time()) {
      object.put("now", Instant.ofEpochMilli(step.now()).toString());
    }
    object.put("cause", step.isTimer() ? "timer" : "event");
    if (!step.isTimer()) {
      object.put("id", step.id()).put("type", step.type());
      object.put("fate", word(step.fate()));
      ObjectNode fields = object.putObject("fields");
      step.fields().forEach((name, value) -> put(fields, name, value));
    }
    changes(object, step.changes());
    if (step.decision() != null) {
      decision(object, step.decision(), step.zone());
    }
    if (step.noMoment() != null) {
      object.put("no_moment", step.noMoment());
    }
    return object.toString();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void changes(ObjectNode step, Changes changes) {
    if (changes.isEmpty()) {
      return;
    }
    ObjectNode object = step.putObject("changed");
    values(object, "features", changes.features());
    values(object, "attributes", changes.attributes());
    values(object, "consents", changes.consents());
    texts(object, "entered", changes.entered());
    texts(object, "left", changes.left());
    texts(object, "tagged", changes.tagged());
    texts(object, "untagged", changes.untagged());
    if (changes.forgotten()) {
      object.put("forgotten", true);
    }
  }

  private static void values(ObjectNode object, String member, List<Changes.Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    ArrayNode array = object.putArray(member);
    for (Changes.Change change : changes) {
      ObjectNode one = array.addObject().put("name", change.name());
      put(one, "from", change.from());
      put(one, "to", change.to());
    }
  }

  private static void texts(ObjectNode object, String member, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode array = object.putArray(member);
      texts.forEach(array::add);
    }
  }

  private static void put(ObjectNode object, String name, Value value) {
    if (value == null) {
      object.putNull(name);
    } else if (value.shown() instanceof BigDecimal) {
      object.put(name, new BigDecimal(value.toString()));
    } else if (value.shown() instanceof Boolean bool) {
      object.put(name, bool);
    } else if (value.shown() instanceof Collection<?> set) {
      texts(object, name, set.stream().map(Object::toString).sorted().toList());
    } else {
      object.put(name, value.toString());
    }
  }

  private static void decision(ObjectNode object, Decision decision, ZoneId zone) {
    object.put("decision", decision.id());
    object.put("outcome", word(decision.outcome()));
    Decision.Choice choice = decision.choice();
    if (choice != null) {
      object.put("campaign", choice.campaign()).put("offer", choice.offer());
      object.put("channel", choice.channel());
      object.put("score", new BigDecimal(plain(choice.score())));
      if (choice.arm() != null) {
        object.put("arm", choice.arm());
      }
      if (choice.variant() != null) {
        object.put("variant", choice.variant());
      }
      if (choice.byModel() != null) {
        object.put("propensity", new BigDecimal(plain(choice.propensity())));
        object.put("model", choice.byModel().model());
        if (choice.byModel().probability() != null) {
          object.put("probability", choice.byModel().probability());
        }
      }
    }
    ArrayNode considered = object.putArray("considered");
    for (Decision.Considered one : decision.considered()) {
      ObjectNode entry = considered.addObject();
      entry.put("campaign", one.campaign()).put("moment", one.moment());
      entry.put("result", one.result().word());
      if (one.detail() != null) {
        entry.put("detail", one.detail());
      }
      if (one.free() != null) {
        entry.put("free", Instant.ofEpochMilli(one.free()).toString());
        entry.put("free_local", LocalTimes.iso(one.free(), zone));
      }
    }
  }

  private static String plain(BigDecimal number) {
    return new Value(number, false).toString();
  }
}
