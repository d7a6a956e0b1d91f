package io.offerflow.workspace;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns what the YAML parser says into what to do about it. */
final class YamlAdvice {
  private static final Pattern CONDITION_IN_BRACES =
      Pattern.compile("\\{.*\\b(where|if|while)\\s*:.*");
  private static final Pattern KEY_OF_CONDITION = Pattern.compile("\\b(where|if|while)\\s*:.*");
  private static final Pattern CONDITION =
      Pattern.compile("(==|!=|<=|>=| in \\(|contains|matches)");

  private YamlAdvice() {}

  static String on(MarkedYamlEngineException broken, String text, Mark mark) {
    String line = mark == null ? "" : lineAt(text, mark.getLine());
    String problem = broken.getProblem() == null ? "" : broken.getProblem();
    // The brace may stand in a line before.
    boolean inBraces = problem.contains("',' or '}'") && KEY_OF_CONDITION.matcher(line).find();
    if ((inBraces || CONDITION_IN_BRACES.matcher(line).find()) && !problem.contains("TAB")) {
      return "the condition ends too early for YAML: in { } a condition with a comma, bracket or"
          + " colon needs single quotes, such as {where: 'category in (\"a\", \"b\")'}";
    }
    if (problem.contains("\\t(TAB)") || (line.startsWith("\t") && !line.isBlank())) {
      return "a tab stands here: indent with spaces";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "a colon is not expected here: check the indentation, and put a text that contains"
          + " `: ` in quotes";
    }
    if (CONDITION.matcher(line).find()) {
      return plain(problem)
          + "; a condition that begins with a quote or contains `: ` or ` #`"
          + (problem.contains("',' or ']'") ? ", or in [ ] a comma or bracket," : "")
          + " needs single quotes around it";
    }
    return plain(problem);
  }

  private static String plain(String problem) {
    String sentence =
        problem
            .replace("<block end>", "the end of the block")
            .replace("<block mapping start>", "an indented mapping")
            .replace("<scalar>", "a text")
            .replace("<block sequence start>", "a list")
            .replace("<stream end>", "the end of the file");
    return "this is not YAML: " + sentence + "; check the indentation, quotes and brackets here";
  }

  private static String lineAt(String text, int line) {
    return text.lines().skip(line).findFirst().orElse("");
  }
}
