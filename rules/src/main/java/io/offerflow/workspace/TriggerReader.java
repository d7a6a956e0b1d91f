package io.offerflow.workspace;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Names;
import io.offerflow.event.EventType;

/** Reads which event is meant: the keys {@code event} and {@code where} of a section. */
final class TriggerReader {
  private final Sheet sheet;
  private final Catalogue catalogue;
  private final ConditionText conditions;

  TriggerReader(Sheet sheet, Catalogue catalogue) {
    this.sheet = sheet;
    this.catalogue = catalogue;
    this.conditions = new ConditionText(sheet, catalogue.doubts());
  }

  /**
   * Null, with a problem, when no event can be meant.
   *
   * @param offered why the event {@code offered} cannot be meant here; null when it can
   */
  Moment.Trigger read(Section section, String offered) {
    Yaml node = section.require("event", "`event: purchase`");
    String name =
        node == null
            ? null
            : sheet.reference(
                node, "type of event", catalogue.schema().events().keySet(), WorkspaceFiles.SCHEMA);
    EventType type = name == null ? null : catalogue.schema().events().get(name);
    if (name != null && FeaturesReader.NEVER.containsKey(name)) {
      sheet.error(node, "`" + name + "` cannot be waited for: " + FeaturesReader.NEVER.get(name));
    } else if (offered != null && "offered".equals(name)) {
      sheet.error(node, offered);
    }
    Yaml whereNode = section.condition("where");
    Condition where =
        whereNode == null || type == null
            ? null
            : conditions.read(whereNode, Names.where(type), "`where`");
    return type == null ? null : new Moment.Trigger(name, where);
  }

  /** The type of a trigger's event; null for none. */
  EventType typeOf(Moment.Trigger trigger) {
    return trigger == null ? null : catalogue.schema().events().get(trigger.type());
  }
}
