package io.offerflow.workspace;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Names;
import io.offerflow.event.EventType;

/** Reads a campaign's {@code success}: the event that tells that it did what it was for. */
final class SuccessReader {
  private final Sheet sheet;
  private final Catalogue catalogue;
  private final ConditionText conditions;

  SuccessReader(Sheet sheet, Catalogue catalogue) {
    this.sheet = sheet;
    this.catalogue = catalogue;
    this.conditions = new ConditionText(sheet, catalogue.doubts());
  }

  /** Null when there is none, or, with a problem, when it cannot be understood. */
  Campaign.Success read(Section campaign) {
    Yaml node = campaign.get("success");
    Section section =
        node == null ? null : Section.of(sheet, node, "`success`", "{event: purchase, within: 7d}");
    if (section == null) {
      return null;
    }
    Moment.Trigger trigger = trigger(section);
    if (!section.isCut()) {
      section.require("within", "`within: 7d`, how long after the contact it counts");
    }
    long within = section.duration("within", 0, false);
    section.close();
    return trigger == null || within == 0 ? null : new Campaign.Success(trigger, within);
  }

  private Moment.Trigger trigger(Section section) {
    Yaml node = section.require("event", "`event: purchase`");
    String name =
        node == null
            ? null
            : sheet.reference(
                node, "type of event", catalogue.schema().events().keySet(), WorkspaceFiles.SCHEMA);
    EventType type = name == null ? null : catalogue.schema().events().get(name);
    if (name != null && FeaturesReader.NEVER.containsKey(name)) {
      sheet.error(node, "`" + name + "` cannot be waited for: " + FeaturesReader.NEVER.get(name));
    } else if ("offered".equals(name)) {
      sheet.error(
          node, "`offered` is what Offerflow does, not what comes of it: use another event");
    }
    Yaml whereNode = section.condition("where");
    Condition where =
        whereNode == null || type == null
            ? null
            : conditions.read(whereNode, Names.where(type), "`where`");
    return type == null ? null : new Moment.Trigger(name, where);
  }
}
