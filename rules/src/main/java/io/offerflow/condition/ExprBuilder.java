package io.offerflow.condition;

import io.offerflow.condition.ConditionParser.CompareContext;
import io.offerflow.condition.ConditionParser.ComparisonContext;
import io.offerflow.condition.ConditionParser.ConjunctionContext;
import io.offerflow.condition.ConditionParser.DisjunctionContext;
import io.offerflow.condition.ConditionParser.MatchesContext;
import io.offerflow.condition.ConditionParser.MemberContext;
import io.offerflow.condition.ConditionParser.NameContext;
import io.offerflow.condition.ConditionParser.NegationContext;
import io.offerflow.condition.ConditionParser.PresenceContext;
import io.offerflow.condition.ConditionParser.PrimaryContext;
import io.offerflow.condition.ConditionParser.ProductContext;
import io.offerflow.condition.ConditionParser.SumContext;
import io.offerflow.condition.ConditionParser.UnaryContext;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** From the parse tree to the typed tree. What does not fit is refused by {@link Typing}. */
final class ExprBuilder {
  private final SyntaxErrors errors;
  private final Names names;
  private final Typing typing;
  private int calculations;

  ExprBuilder(SyntaxErrors errors, Names names) {
    this.errors = errors;
    this.names = names;
    this.typing = new Typing(errors, names);
  }

  Expr build(ConditionParser.WholeContext whole) throws ConditionException {
    return condition(disjunction(whole.disjunction()));
  }

  /** A node with the tokens it is written in, for what is to be said about it. */
  record Part(Expr expr, Token start, Token stop) {
    ValueType type() {
      return expr.type();
    }
  }

  private Part disjunction(DisjunctionContext context) throws ConditionException {
    if (context.conjunction().size() == 1) {
      return conjunction(context.conjunction(0));
    }
    List<Expr> parts = new ArrayList<>();
    for (ConjunctionContext each : context.conjunction()) {
      parts.add(condition(conjunction(each)));
    }
    return part(context, new Expr.Or(parts));
  }

  private Part conjunction(ConjunctionContext context) throws ConditionException {
    if (context.negation().size() == 1) {
      return negation(context.negation(0));
    }
    List<Expr> parts = new ArrayList<>();
    for (NegationContext each : context.negation()) {
      parts.add(condition(negation(each)));
    }
    return part(context, new Expr.And(parts));
  }

  private Part negation(NegationContext context) throws ConditionException {
    return context.NOT() == null
        ? comparison(context.comparison())
        : part(context, new Expr.Not(condition(negation(context.negation()))));
  }

  private Expr condition(Part part) throws ConditionException {
    return typing.condition(part);
  }

  private Part comparison(ComparisonContext context) throws ConditionException {
    Part left = sum(context.sum());
    if (context.test() == null) {
      return left;
    }
    Expr made;
    if (context.test() instanceof CompareContext compare) {
      Comparison operator = Comparison.of(compare.operator.getText());
      made = typing.compare(left, operator, sum(compare.sum()));
    } else if (context.test() instanceof MemberContext member) {
      made = member(left, member);
    } else if (context.test() instanceof MatchesContext matches) {
      made = typing.matches(left, sum(matches.sum()));
    } else {
      PresenceContext presence = (PresenceContext) context.test();
      Expr missing = typing.missing(left);
      made = presence.KNOWN() == null ? missing : new Expr.Not(missing);
    }
    return part(context, made);
  }

  private Expr member(Part left, MemberContext context) throws ConditionException {
    List<Part> right = new ArrayList<>();
    for (SumContext each : context.sum()) {
      right.add(sum(each));
    }
    Expr made =
        context.IN() == null ? typing.contains(left, right.get(0)) : typing.among(left, right);
    return context.NOT() == null ? made : new Expr.Not(made);
  }

  private Part sum(SumContext context) throws ConditionException {
    Part left = product(context.product(0));
    for (int i = 1; i < context.product().size(); i++) {
      Part right = product(context.product(i));
      left = calculation(context, left, (TerminalNode) context.getChild(2 * i - 1), right);
    }
    return left;
  }

  private Part product(ProductContext context) throws ConditionException {
    Part left = unary(context.unary(0));
    for (int i = 1; i < context.unary().size(); i++) {
      Part right = unary(context.unary(i));
      left = calculation(context, left, (TerminalNode) context.getChild(2 * i - 1), right);
    }
    return left;
  }

  private Part calculation(ParserRuleContext context, Part left, TerminalNode operator, Part right)
      throws ConditionException {
    Token sign = operator.getSymbol();
    // A long chain of + is a deep tree; it is walked recursively, so it has the limit of nesting.
    if (++calculations > ConditionReader.DEEPEST) {
      throw errors.error(
          sign,
          "more than %d calculations in one condition: split it into several"
              .formatted(ConditionReader.DEEPEST));
    }
    Arithmetic arithmetic =
        switch (sign.getType()) {
          case ConditionLexer.PLUS -> Arithmetic.PLUS;
          case ConditionLexer.MINUS -> Arithmetic.MINUS;
          case ConditionLexer.TIMES -> Arithmetic.TIMES;
          default -> Arithmetic.DIVIDED;
        };
    return part(
        context,
        new Expr.Calculation(
            typing.number(left, sign.getText()), arithmetic, typing.number(right, sign.getText())));
  }

  private Part unary(UnaryContext context) throws ConditionException {
    return context.MINUS() == null
        ? primary(context.primary())
        : part(context, new Expr.Negative(typing.number(unary(context.unary()), "-")));
  }

  private Part primary(PrimaryContext context) throws ConditionException {
    if (context instanceof NameContext name) {
      return part(context, name(name));
    }
    if (context instanceof ConditionParser.GroupContext group) {
      return part(context, disjunction(group.disjunction()).expr());
    }
    String text = context.getText();
    if (context instanceof ConditionParser.NumberContext) {
      return part(context, new Expr.Literal(new BigDecimal(text), ValueType.NUMBER));
    }
    if (context instanceof ConditionParser.BooleanContext) {
      return part(context, new Expr.Literal(Boolean.valueOf(text), ValueType.BOOLEAN));
    }
    return part(context, new Expr.Literal(unescaped(context.start), ValueType.TEXT));
  }

  private Expr name(NameContext context) throws ConditionException {
    String word = context.word().getText();
    int offset = errors.offset(context.start);
    if (context.OPEN() != null) {
      Function function = Function.ofWord(word);
      if (function == null) {
        throw new ConditionException(offset, NearestName.unknownFunction(word));
      }
      return typing.call(function, disjunction(context.disjunction()), context.start);
    }
    Names.Known known = names.find(word);
    if (known == null) {
      throw new ConditionException(offset, NearestName.unknown(word, names.all()));
    }
    return new Expr.Name(known);
  }

  private String unescaped(Token token) throws ConditionException {
    String quoted = token.getText();
    StringBuilder text = new StringBuilder(quoted.length());
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      if (c == '\\') {
        c = quoted.charAt(++i);
        if (c != '"' && c != '\\') {
          throw new ConditionException(
              errors.offset(token) + i - 1,
              "only \\\" and \\\\ are escapes in a text: write \\\\ for a backslash");
        }
      }
      text.append(c);
    }
    return text.toString();
  }

  private Part part(ParserRuleContext context, Expr expr) {
    return new Part(expr, context.start, context.stop);
  }
}
