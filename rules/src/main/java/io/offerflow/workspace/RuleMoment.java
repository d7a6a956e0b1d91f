package io.offerflow.workspace;

import io.offerflow.drl.DrlRule;
import io.offerflow.drl.DrlRule.Setting;
import io.offerflow.event.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A rule file's {@code Moment(...)} as a campaign's {@code when}. */
final class RuleMoment {
  /**
   * What may be said of each kind, and where it stands in a {@code when}; what must be said ends
   * with an exclamation mark.
   */
  private static final Map<String, List<String>> KINDS = new TreeMap<>();

  static {
    KINDS.put("event", List.of("type! event", "where where"));
    KINDS.put("enter", List.of("zone! enter"));
    KINDS.put("leave", List.of("zone! leave"));
    KINDS.put("stay", List.of("zone! stay", "lasting! for"));
    KINDS.put("cross", List.of("number! cross", "above above", "below below"));
    KINDS.put(
        "then",
        List.of(
            "first! event",
            "first_where where",
            "type! then.event",
            "where then.where",
            "within! within",
            "match match"));
    KINDS.put(
        "without",
        List.of(
            "type! event",
            "where where",
            "missing! without.event",
            "missing_where without.where",
            "within! within",
            "match match"));
    KINDS.put("date", List.of("of! date", "offset offset", "at! at"));
    KINDS.put("yearly", List.of("of! yearly", "at! at"));
    KINDS.put("tagged", List.of("tag! tagged"));
    KINDS.put("untagged", List.of("tag! untagged"));
    KINDS.put("ask", List.of("channel! ask"));
  }

  private final Sheet sheet;
  private final RuleYaml yaml;
  private final Map<String, Setting> said = new LinkedHashMap<>();
  private boolean wrong;

  RuleMoment(Sheet sheet, RuleYaml yaml) {
    this.sheet = sheet;
    this.yaml = yaml;
  }

  /** Null, with a problem, when a field has no place in that kind of moment. */
  Yaml.Mapping read(DrlRule.Moment moment) {
    Yaml.Scalar start = yaml.word(moment.start(), "when");
    for (Setting setting : moment.settings()) {
      if (said.putIfAbsent(setting.field().text(), setting) != null) {
        error(yaml.word(setting.field(), ""), "`" + setting.field().text() + "` is said twice");
      }
    }
    Setting kind = said.remove("kind");
    if (kind == null) {
      sheet.error(start, "a Moment has a kind: write kind == \"event\", or one of " + kinds());
      return null;
    }
    List<String> fields = KINDS.get(kind.value().value());
    if (fields == null) {
      String hint = Nearest.hint(kind.value().value(), KINDS.keySet());
      sheet.error(yaml.value(kind), "there is no such kind of moment; there are " + kinds() + hint);
      return null;
    }
    Yaml.Mapping when = mapping(start, kind.value().value(), fields);
    said.forEach((name, setting) -> unknown(name, setting, kind.value().value(), fields));
    return wrong ? null : when;
  }

  private Yaml.Mapping mapping(Yaml.Scalar start, String kind, List<String> fields) {
    List<Yaml.Entry> entries = new ArrayList<>();
    List<Yaml.Entry> inner = new ArrayList<>();
    for (String field : fields) {
      String name = name(field);
      Setting setting = said.remove(name);
      if (setting == null && field.contains("!")) {
        error(start, "a Moment of kind \"%s\" has a field `%s`: say it".formatted(kind, name));
      } else if (setting != null) {
        String key = field.substring(field.indexOf(' ') + 1);
        boolean isInner = key.startsWith(kind + ".");
        String last = key.substring(key.indexOf('.') + 1);
        (isInner ? inner : entries)
            .add(new Yaml.Entry(yaml.word(setting.field(), last), yaml.value(setting)));
      }
    }
    if (!inner.isEmpty()) {
      Yaml.Scalar key = inner.get(0).key();
      entries.add(
          new Yaml.Entry(
              yaml.word(key, kind), new Yaml.Mapping(key.line(), key.column(), false, inner)));
    }
    return new Yaml.Mapping(start.line(), start.column(), false, List.copyOf(entries));
  }

  private void unknown(String name, Setting setting, String kind, List<String> fields) {
    List<String> names = fields.stream().map(RuleMoment::name).toList();
    error(
        yaml.word(setting.field(), ""),
        "a Moment of kind \"%s\" has no field `%s`; it has %s"
            .formatted(kind, Sheet.shorten(name), String.join(", ", names)));
  }

  private void error(Yaml at, String message) {
    wrong = true;
    sheet.error(at, message);
  }

  private static String name(String field) {
    return field.substring(0, field.indexOf(' ')).replace("!", "");
  }

  private static String kinds() {
    return String.join(", ", KINDS.keySet());
  }
}
