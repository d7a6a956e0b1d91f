package io.offerflow.drl;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Expr;
import io.offerflow.event.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * From a rule's patterns to conditions: one for each constraint of a fact that there is one of, one
 * for each group and for each pattern over tags, zones or products. If such a pattern has a
 * variable, it asks whether there is one such that all that comes after it is true as well, so what
 * comes after is part of its condition.
 */
public final class RuleConditions {
  private static final int LONGEST_TEXT = 200;

  private final String file;
  private final String source;
  private final FactModel model;

  private RuleConditions(String file, String source, FactModel model) {
    this.file = file;
    this.source = source;
    this.model = model;
  }

  /**
   * The conditions of a rule, or what is wrong with it.
   *
   * @param problem null when nothing is
   */
  public record Result(List<Condition> conditions, DrlProblem problem) {}

  /**
   * Looks up the names of a rule.
   *
   * @param file as it is to stand in decision records
   * @param source the text of the file that the rule was read from
   */
  public static Result of(DrlRule rule, String file, String source, FactModel model) {
    RuleConditions made = new RuleConditions(file, source, model);
    try {
      return new Result(List.copyOf(made.inOrder(rule.body().parts())), null);
    } catch (DrlException wrong) {
      return new Result(List.of(), wrong.problem());
    }
  }

  /** The parts up to the first over a set one by one; that one and all behind it together. */
  private List<Condition> inOrder(List<Lhs> written) throws DrlException {
    List<Lhs> parts = flat(written);
    List<Condition> conditions = new ArrayList<>();
    Variables variables = Variables.none();
    for (int i = 0; i < parts.size(); i++) {
      if (!(parts.get(i) instanceof Lhs.Pattern pattern)) {
        conditions.add(together(parts.subList(i, i + 1), variables));
        continue;
      }
      Fact fact = Fact.of(pattern.type(), model, variables);
      if (fact.set() != null) {
        int end = pattern.binds() ? parts.size() : i + 1;
        conditions.add(together(parts.subList(i, end), variables));
        i = end - 1;
        continue;
      }
      variables = variables.with(pattern, fact);
      for (Lhs.Constraint constraint : pattern.constraints()) {
        if (constraint.test() != null) {
          String text = "%s(%s)".formatted(pattern.type().text(), between(constraint.span()));
          Expr test = test(constraint, fact, variables);
          conditions.add(Condition.of(placed(constraint.span(), text), test));
        }
      }
    }
    return conditions;
  }

  private Condition together(List<Lhs> parts, Variables variables) throws DrlException {
    Lhs.Span span =
        new Lhs.Span(parts.get(0).span().start(), parts.get(parts.size() - 1).span().end());
    return Condition.of(placed(span, between(span)), all(parts, variables));
  }

  private Expr all(List<Lhs> written, Variables before) throws DrlException {
    List<Lhs> parts = flat(written);
    List<Expr> all = new ArrayList<>();
    Variables variables = before;
    for (int i = 0; i < parts.size(); i++) {
      if (!(parts.get(i) instanceof Lhs.Pattern pattern)) {
        all.add(group(parts.get(i), variables));
        continue;
      }
      Fact fact = Fact.of(pattern.type(), model, variables);
      Variables after = variables.with(pattern, fact);
      List<Expr> tests = new ArrayList<>();
      for (Lhs.Constraint constraint : pattern.constraints()) {
        if (constraint.test() != null) {
          tests.add(test(constraint, fact, after));
        }
      }
      if (fact.set() == null) {
        all.addAll(tests);
        variables = after;
        continue;
      }
      int next = pattern.binds() ? parts.size() : i + 1;
      if (pattern.binds() && i + 1 < next) {
        tests.add(all(parts.subList(i + 1, next), after));
      }
      all.add(new Expr.Some(fact.set(), fact.member(), and(tests)));
      i = next - 1;
    }
    return and(all);
  }

  private Expr group(Lhs part, Variables variables) throws DrlException {
    if (part instanceof Lhs.Any any) {
      List<Expr> parts = new ArrayList<>();
      for (Lhs each : any.parts()) {
        parts.add(all(List.of(each), variables));
      }
      return new Expr.Or(parts);
    }
    Lhs.Whether whether = (Lhs.Whether) part;
    Expr holds = new Expr.Holds(all(List.of(whether.part()), variables));
    return whether.exists() ? holds : new Expr.Not(holds);
  }

  /** What {@code and} joins is a part of the list, and binds variables for what comes after. */
  private static List<Lhs> flat(List<Lhs> parts) {
    List<Lhs> flat = new ArrayList<>();
    for (Lhs part : parts) {
      flat.addAll(part instanceof Lhs.All all ? flat(all.parts()) : List.of(part));
    }
    return flat;
  }

  private Expr test(Lhs.Constraint constraint, Fact fact, Variables variables) throws DrlException {
    Condition condition = constraint.test().parse(new FactNames(fact.fields(), variables.values()));
    return fact.resolved(condition.expression(), constraint.span().start(), model);
  }

  private static Expr and(List<Expr> parts) {
    return switch (parts.size()) {
      case 0 -> new Expr.Literal(true, ValueType.BOOLEAN);
      case 1 -> parts.get(0);
      default -> new Expr.And(parts);
    };
  }

  /** With the line in front, to be found; on one line, and short enough to be read. */
  private String placed(Lhs.Span span, String text) {
    String plain = text.replaceAll("\\s+", " ");
    String shown =
        plain.length() <= LONGEST_TEXT ? plain : plain.substring(0, LONGEST_TEXT) + "...";
    return "%s:%d: %s".formatted(file, span.start().line(), shown);
  }

  private String between(Lhs.Span span) {
    return source.substring(span.start().offset(), span.end().end());
  }
}
