package io.offerflow.gateway.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.offerflow.gateway.http.OutcomeRule.Statuses;
import io.offerflow.gateway.http.OutcomeRule.Verdict;
import io.offerflow.workspace.ConfigSection;
import io.offerflow.workspace.ConfigValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads {@code outcomes}: what answers mean. */
final class Rules {
  private static final String EXAMPLE = "`{status: 409, then: sent}`";
  private static final List<String> VERDICTS =
      Arrays.stream(Verdict.values())
          .map(verdict -> verdict.name().toLowerCase(Locale.ROOT))
          .toList();

  private Rules() {}

  static OutcomeRules read(ConfigSection account) {
    List<OutcomeRule> rules = new ArrayList<>();
    for (ConfigSection section : account.sections("outcomes", EXAMPLE)) {
      rules.add(rule(section));
      section.close();
    }
    return new OutcomeRules(rules);
  }

  private static OutcomeRule rule(ConfigSection section) {
    if (!section.has("status") && !section.has("at") && !section.has("matches")) {
      section.error("then", "an outcome needs a `status`, or what the body `matches`");
    }
    section.require("then", "`then: sent`, or one of " + String.join(", ", VERDICTS));
    String then = section.word("then", VERDICTS, "failed");
    String reason = section.text("reason");
    if (reason != null && !reason.matches("[a-z0-9-]{1,40}")) {
      section.error("reason", "a reason is a word of small letters, digits and -, at most 40");
    }
    return new OutcomeRule(
        statuses(section.value("status")),
        pointer(section, "at"),
        pattern(section, "matches"),
        Verdict.valueOf(then.toUpperCase(Locale.ROOT)),
        reason);
  }

  private static List<Statuses> statuses(ConfigValue value) {
    if (value == null) {
      return List.of();
    }
    List<Statuses> all = new ArrayList<>();
    for (ConfigValue one : value.items() == null ? List.of(value) : value.items()) {
      Statuses read = status(one);
      if (read == null) {
        one.error("`status` is a number from 100 to 599, several like 500..599, or a list of them");
      } else {
        all.add(read);
      }
    }
    return all;
  }

  private static Statuses status(ConfigValue value) {
    String text =
        value.literal() instanceof BigDecimal number ? number.toPlainString() : value.text();
    if (text == null || !text.matches("[1-5][0-9]{2}( ?\\.\\. ?[1-5][0-9]{2})?")) {
      return null;
    }
    int first = Integer.parseInt(text.substring(0, 3));
    int last = Integer.parseInt(text.substring(text.length() - 3));
    return last < first ? null : new Statuses(first, last);
  }

  static JsonPointer pointer(ConfigSection section, String key) {
    String text = section.text(key);
    if (text == null) {
      return null;
    }
    try {
      return JsonPointer.compile(text);
    } catch (IllegalArgumentException notAPointer) {
      section.error(key, "`" + key + "` is a JSON pointer, such as /error/code");
      return null;
    }
  }

  static Pattern pattern(ConfigSection section, String key) {
    String text = section.text(key);
    if (text == null) {
      return null;
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException notAPattern) {
      section.error(key, "this is no RE2 pattern: " + notAPattern.getDescription());
      return null;
    }
  }
}
