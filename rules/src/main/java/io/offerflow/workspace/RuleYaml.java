package io.offerflow.workspace;

import io.offerflow.drl.DrlRule.Setting;
import io.offerflow.drl.Token;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Pieces of a rule file as if they stood in a campaign's file, each with its own place: so a rule
 * is read as any other campaign.
 */
final class RuleYaml {
  private final String file;
  private final Problems problems;
  private final YamlSource source;

  RuleYaml(String file, Problems problems, String text) {
    this.file = file;
    this.problems = problems;
    this.source = new YamlSource(text);
  }

  /** A key, at the place of a token. */
  Yaml.Scalar word(Token at, String word) {
    return new Yaml.Scalar(at.line(), at.column(), Yaml.Type.TEXT, word, null, source, at.index());
  }

  Yaml.Scalar word(Yaml.Scalar at, String word) {
    return new Yaml.Scalar(at.line(), at.column(), Yaml.Type.TEXT, word, null, source, at.index());
  }

  /** A text, as its value. */
  Yaml.Scalar text(Token token) {
    return word(token, token.value());
  }

  Yaml.Scalar value(Setting setting) {
    Token token = setting.value();
    if (token.kind() == Token.Kind.TEXT) {
      return text(token);
    }
    String text = (setting.minus() ? "-" : "") + token.text();
    return new Yaml.Scalar(
        token.line(),
        token.column(),
        Yaml.Type.NUMBER,
        text,
        new BigDecimal(text),
        source,
        token.index());
  }

  /** The parts of a text between commas. */
  Yaml.Listing list(Token token) {
    List<Yaml> items = new ArrayList<>();
    int from = 0;
    for (String part : token.value().split(",", -1)) {
      int spaces = part.length() - part.stripLeading().length();
      int shift = 1 + token.value().codePointCount(0, from + spaces);
      items.add(
          new Yaml.Scalar(
              token.line(),
              token.column() + shift,
              Yaml.Type.TEXT,
              part.strip(),
              null,
              source,
              token.index() + shift));
      from += part.length() + 1;
    }
    return new Yaml.Listing(token.line(), token.column(), items);
  }

  /** A text that is a line of a campaign's file; null, with a problem, when it is none. */
  Yaml.Mapping lines(Token token) {
    // The line is read at its place in the file, so that each problem with it has that place.
    String before = "\n".repeat(token.line() - 1) + " ".repeat(token.column());
    Problems own = new Problems();
    Yaml read = YamlFile.read(file, (before + token.value()).getBytes(StandardCharsets.UTF_8), own);
    problems.add(own.sorted());
    if (read instanceof Yaml.Mapping mapping) {
      return mapping;
    }
    if (!own.failed()) {
      problems.error(
          file,
          token.line(),
          token.column(),
          "after what a call needs come lines of a campaign, such as \"lever: 20\"");
    }
    return null;
  }
}
