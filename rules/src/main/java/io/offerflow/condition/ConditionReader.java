package io.offerflow.condition;

import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** From a text to its typed tree, or to one sentence that says what is wrong and where. */
final class ConditionReader {
  /** Longer conditions are refused, so that no text can take the memory of who reads it. */
  static final int LONGEST = 10_000;

  /** Deeper nesting is refused, so that no text can overflow a stack, here or in Drools. */
  static final int DEEPEST = 200;

  private ConditionReader() {}

  static Expr read(String text, Names names) throws ConditionException {
    if (text.length() > LONGEST) {
      throw new ConditionException(
          LONGEST,
          "the condition has %,d characters; %,d are the most: split it into several"
              .formatted(text.length(), LONGEST));
    }
    ConditionLexer lexer = new ConditionLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    CommonTokenStream stream = new CommonTokenStream(lexer);
    stream.fill();
    SyntaxErrors errors = new SyntaxErrors(text, stream.getTokens());
    errors.checkTokens();
    return new ExprBuilder(errors, names).build(parse(stream, errors));
  }

  private static ConditionParser.WholeContext parse(CommonTokenStream stream, SyntaxErrors errors)
      throws ConditionException {
    ConditionParser parser = new LimitedParser(stream);
    parser.removeErrorListeners();
    parser.setErrorHandler(new FirstError());
    try {
      return parser.whole();
    } catch (FirstError.Found found) {
      throw errors.at(found.token);
    } catch (TooDeep found) {
      throw errors.tooDeep(found.token);
    }
  }

  /** Counts nested rules, before the stack does. */
  private static final class LimitedParser extends ConditionParser {
    private static final List<Integer> NESTING =
        List.of(RULE_disjunction, RULE_negation, RULE_unary);

    private int depth;

    LimitedParser(CommonTokenStream stream) {
      super(stream);
    }

    @Override
    public void enterRule(ParserRuleContext context, int state, int rule) {
      super.enterRule(context, state, rule);
      // Each level of parentheses enters all three rules once.
      if (NESTING.contains(rule) && ++depth > 3 * DEEPEST) {
        throw new TooDeep(getCurrentToken());
      }
    }

    @Override
    public void exitRule() {
      if (NESTING.contains(getContext().getRuleIndex())) {
        depth--;
      }
      super.exitRule();
    }
  }

  private static final class TooDeep extends ParseCancellationException {
    private static final long serialVersionUID = 1L;
    private final transient Token token;

    TooDeep(Token token) {
      this.token = token;
    }
  }

  /** Stops at the first token that does not fit, instead of guessing what was meant. */
  private static final class FirstError extends DefaultErrorStrategy {
    @Override
    public void recover(Parser parser, RecognitionException error) {
      throw new Found(error.getOffendingToken());
    }

    @Override
    public Token recoverInline(Parser parser) {
      throw new Found(parser.getCurrentToken());
    }

    @Override
    public void reportError(Parser parser, RecognitionException error) {}

    @Override
    public void sync(Parser parser) {}

    private static final class Found extends ParseCancellationException {
      private static final long serialVersionUID = 1L;
      private final transient Token token;

      Found(Token token) {
        this.token = token;
      }
    }
  }
}
