package io.offerflow.workspace;

import io.offerflow.condition.Condition;
import io.offerflow.condition.ConditionException;
import io.offerflow.condition.Names;
import java.util.regex.Pattern;

/** Conditions as they stand in files. */
final class ConditionText {
  private static final Pattern EVENT = Pattern.compile("\\b(event|first)\\s*\\.");

  private final Sheet sheet;
  private final Doubts doubts;
  private final boolean eventKnown;

  ConditionText(Sheet sheet, Doubts doubts) {
    this(sheet, doubts, true);
  }

  private ConditionText(Sheet sheet, Doubts doubts, boolean eventKnown) {
    this.sheet = sheet;
    this.doubts = doubts;
    this.eventKnown = eventKnown;
  }

  /** For a campaign whose moment is wrong: what names an event is not judged. */
  ConditionText withoutEvent() {
    return new ConditionText(sheet, doubts, false);
  }

  /** Null, with a problem, when it cannot be understood. */
  Condition read(Yaml node, Names names, String what) {
    return read(node, names, what, null);
  }

  /**
   * As {@link #read(Yaml, Names, String)}.
   *
   * @param withoutEvent why {@code event.x} is not there, or null when it is
   */
  Condition read(Yaml node, Names names, String what, String withoutEvent) {
    if (!(node instanceof Yaml.Scalar scalar)) {
      sheet.error(
          node,
          what
              + " is a condition, but this is "
              + node.kind()
              + ": put it in single quotes, such as 'category in (\"a\", \"b\")'");
      return null;
    }
    if (scalar.type() != Yaml.Type.TEXT || scalar.text().isBlank()) {
      sheet.error(
          node,
          what
              + " is a condition, but this is "
              + scalar.kind()
              + ": write one such as customer.tier == \"gold\"");
      return null;
    }
    try {
      return Condition.parse(scalar.text(), names);
    } catch (ConditionException wrong) {
      report(scalar, wrong, withoutEvent);
      return null;
    }
  }

  private void report(Yaml.Scalar scalar, ConditionException wrong, String withoutEvent) {
    if ((!eventKnown && EVENT.matcher(scalar.text()).find())
        || doubts.mentionedIn(scalar.text())
        || sheet.problems().isBroken(WorkspaceFiles.SCHEMA)
        || sheet.problems().isBroken(WorkspaceFiles.FEATURES)) {
      return;
    }
    String rest = scalar.text().substring(Math.min(wrong.offset(), scalar.text().length()));
    boolean aboutEvent = withoutEvent != null && rest.startsWith("event.");
    String message = aboutEvent ? withoutEvent : wrong.getMessage();
    sheet.error(scalar, wrong.offset(), message + cut(scalar, message));
  }

  /** What YAML takes for a comment may have been a part of the condition. */
  private static String cut(Yaml.Scalar scalar, String message) {
    return message.contains("closing quote") && scalar.source().isCommentAfter(scalar)
        ? "; YAML takes what begins with ` #` for a comment: put the condition in single quotes"
        : "";
  }
}
