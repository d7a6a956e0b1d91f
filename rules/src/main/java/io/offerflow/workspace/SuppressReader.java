package io.offerflow.workspace;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Names;
import io.offerflow.event.Schema;
import io.offerflow.workspace.Policy.Suppression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code suppress} of policy.yaml. */
final class SuppressReader {
  private static final List<String> OF = List.of("offer", "category", "class");
  private static final String EXAMPLES =
      "{after: declined, of: offer, for: 90d} or {while: 'tags contains \"x\"', class: sales}";

  private final Sheet sheet;
  private final Set<String> classes;
  private final Names names;
  private final ConditionText conditions;

  SuppressReader(Sheet sheet, Set<String> classes, Names names, Doubts doubts) {
    this.sheet = sheet;
    this.classes = classes;
    this.names = names;
    this.conditions = new ConditionText(sheet, doubts);
  }

  List<Suppression> read(Section policy) {
    List<Suppression> rules = new ArrayList<>();
    Yaml node = policy.get("suppress");
    List<Yaml> items = node == null ? null : sheet.list(node, "`suppress`");
    for (Yaml item : items == null ? List.<Yaml>of() : items) {
      Section own = Section.of(sheet, item, "an entry of `suppress`", EXAMPLES);
      Suppression rule = own == null ? null : rule(own);
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private Suppression rule(Section own) {
    if (own.has("after") == own.has("while")) {
      sheet.error(
          own.mapping, "an entry of `suppress` has either `after` or `while`: write " + EXAMPLES);
      return null;
    }
    Suppression rule = own.has("after") ? after(own) : during(own);
    own.close();
    return rule;
  }

  private Suppression after(Section own) {
    Yaml kindNode = own.get("after");
    String kind =
        kindNode == null
            ? null
            : sheet.word(kindNode, "the kind of a response", Schema.RESPONSE_KINDS);
    Yaml ofNode = own.require("of", "`of: offer`, or category, or class");
    String of = ofNode == null ? null : sheet.word(ofNode, "`of`", OF);
    own.require("for", "`for: 90d`");
    long millis = own.duration("for", 1, false);
    return kind == null || !OF.contains(of == null ? "" : of)
        ? null
        : new Suppression.After(kind, Suppression.Of.valueOf(of.toUpperCase(Locale.ROOT)), millis);
  }

  private Suppression during(Section own) {
    Yaml node = own.condition("while");
    Condition condition =
        node == null
            ? null
            : conditions.read(
                node,
                names,
                "`while`",
                "`event` is not known here: `while` holds at any moment, whatever happened");
    Yaml classNode = own.get("class");
    String contactClass =
        classNode == null
            ? null
            : sheet.reference(classNode, "class", classes, WorkspaceFiles.POLICY);
    return condition == null ? null : new Suppression.While(condition, contactClass);
  }
}
