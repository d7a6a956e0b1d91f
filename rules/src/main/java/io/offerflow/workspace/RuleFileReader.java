package io.offerflow.workspace;

import io.offerflow.condition.Condition;
import io.offerflow.drl.DrlFile;
import io.offerflow.drl.DrlProblem;
import io.offerflow.drl.DrlRule;
import io.offerflow.drl.DrlRule.Call;
import io.offerflow.drl.FactModel;
import io.offerflow.drl.RuleConditions;
import io.offerflow.drl.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a file of rules/. Each rule is a campaign: its name, its Moment and what it proposes or
 * tags become what stands in a campaign's file and are read as that; its other patterns become
 * conditions.
 */
final class RuleFileReader {
  /** What a rule says in its own way. */
  private static final Set<String> OWN =
      Set.of("campaign", "when", "if", "offer", "class", "channels", "tag", "untag");

  private final String file;
  private final Problems problems;
  private final Catalogue catalogue;
  private final Sheet sheet;
  private String source;
  private RuleYaml yaml;

  RuleFileReader(String file, Problems problems, Catalogue catalogue) {
    this.file = file;
    this.problems = problems;
    this.catalogue = catalogue;
    this.sheet = new Sheet(file, problems);
  }

  List<CampaignReader.Read> read(byte[] bytes) {
    source = YamlFile.decode(file, bytes, problems);
    if (source == null) {
      return List.of();
    }
    yaml = new RuleYaml(file, problems, source);
    DrlFile.Result result = DrlFile.read(source);
    result.problems().forEach(this::report);
    if (result.rules().isEmpty() && result.problems().isEmpty()) {
      problems.error(file, "the file is empty: write a rule into it, or remove it");
    }
    List<CampaignReader.Read> campaigns = new ArrayList<>();
    for (DrlRule rule : result.rules()) {
      Yaml.Mapping campaign = campaign(rule);
      if (campaign != null) {
        campaigns.add(
            new CampaignReader(
                    sheet,
                    file + ":" + rule.name().line(),
                    catalogue,
                    when -> conditions(rule, when))
                .read(campaign));
      }
    }
    return campaigns;
  }

  private void report(DrlProblem problem) {
    problems.error(file, problem.line(), problem.column(), problem.message());
  }

  private List<Condition> conditions(DrlRule rule, MomentReader.Read when) {
    FactModel model =
        new FactModel(
            catalogue.schema().customer(),
            when.event(),
            when.first(),
            when.withoutEvent(),
            catalogue.featureNames(),
            catalogue.zoneTagsByName());
    RuleConditions.Result result = RuleConditions.of(rule, file, source, model);
    boolean doubtful =
        problems.isBroken(WorkspaceFiles.SCHEMA)
            || problems.isBroken(WorkspaceFiles.FEATURES)
            || problems.isBroken(WorkspaceFiles.ZONES)
            || catalogue.doubts().mentionedIn(source);
    if (result.problem() != null && !doubtful) {
      report(result.problem());
    }
    return result.conditions();
  }

  /** Null, with a problem, when the rule's calls make no campaign. */
  private Yaml.Mapping campaign(DrlRule rule) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    put(entries, rule.name(), "campaign", yaml.text(rule.name()));
    Yaml.Mapping when = new RuleMoment(sheet, yaml).read(rule.moment());
    if (when == null) {
      return null;
    }
    put(entries, rule.moment().start(), "when", when);
    boolean whole = true;
    for (Call call : rule.calls()) {
      whole &=
          switch (call.word().text()) {
            case "propose" -> propose(entries, call);
            case "tag" -> tag(entries, call);
            default -> untag(entries, call);
          };
    }
    Token start = rule.name();
    return whole
        ? new Yaml.Mapping(start.line(), start.column(), false, List.copyOf(entries.values()))
        : null;
  }

  private boolean propose(Map<String, Yaml.Entry> entries, Call call) {
    List<Token> arguments = call.arguments();
    if (arguments.size() < 3) {
      sheet.error(
          yaml.word(call.word(), ""),
          "propose takes an offer, a class and channels: propose(\"roaming-7d\", \"sales\", \"push,"
              + " sms\");");
      return false;
    }
    if (entries.containsKey("offer")
        || entries.containsKey("tag")
        || entries.containsKey("untag")) {
      sheet.error(
          yaml.word(call.word(), ""),
          "a rule proposes one offer, or tags: write a second rule for the other");
      return false;
    }
    put(entries, arguments.get(0), "offer", yaml.text(arguments.get(0)));
    put(entries, arguments.get(1), "class", yaml.text(arguments.get(1)));
    put(entries, arguments.get(2), "channels", yaml.list(arguments.get(2)));
    return more(entries, arguments.subList(3, arguments.size()));
  }

  private boolean tag(Map<String, Yaml.Entry> entries, Call call) {
    List<Token> arguments = call.arguments();
    if (arguments.size() < 2 || entries.containsKey("offer")) {
      sheet.error(
          yaml.word(call.word(), ""),
          arguments.size() < 2
              ? "tag takes a name and a lifetime: tag(\"intent-5g\", \"7d\");"
              : "a rule proposes one offer, or tags: write a second rule for the other");
      return false;
    }
    List<Yaml.Entry> tags = new ArrayList<>();
    if (entries.containsKey("tag")) {
      tags.addAll(((Yaml.Mapping) entries.get("tag").value()).entries());
    }
    Token name = arguments.get(0);
    if (tags.stream().anyMatch(tag -> tag.name().equals(name.value()))) {
      sheet.error(yaml.text(name), "`" + name.value() + "` is set twice: remove one of the two");
      return false;
    }
    tags.add(new Yaml.Entry(yaml.text(name), yaml.text(arguments.get(1))));
    put(entries, call.word(), "tag", new Yaml.Mapping(name.line(), name.column(), false, tags));
    return more(entries, arguments.subList(2, arguments.size()));
  }

  private boolean untag(Map<String, Yaml.Entry> entries, Call call) {
    if (entries.containsKey("offer")) {
      sheet.error(
          yaml.word(call.word(), ""),
          "a rule proposes one offer, or tags: write a second rule for the other");
      return false;
    }
    List<Yaml> names = new ArrayList<>();
    if (entries.containsKey("untag")) {
      names.addAll(((Yaml.Listing) entries.get("untag").value()).items());
    }
    Token name = call.arguments().get(0);
    names.add(yaml.text(name));
    put(entries, call.word(), "untag", new Yaml.Listing(name.line(), name.column(), names));
    return more(entries, call.arguments().subList(1, call.arguments().size()));
  }

  /** Further arguments are lines of a campaign's file. */
  private boolean more(Map<String, Yaml.Entry> entries, List<Token> lines) {
    boolean whole = true;
    for (Token line : lines) {
      Yaml.Mapping mapping = yaml.lines(line);
      for (Yaml.Entry entry : mapping == null ? List.<Yaml.Entry>of() : mapping.entries()) {
        if (OWN.contains(entry.name()) || entries.containsKey(entry.name())) {
          sheet.error(entry.key(), "`" + entry.name() + "` is said by the rule already: remove it");
          whole = false;
        }
        entries.putIfAbsent(entry.name(), entry);
      }
      whole &= mapping != null;
    }
    return whole;
  }

  private void put(Map<String, Yaml.Entry> entries, Token at, String key, Yaml value) {
    entries.put(key, new Yaml.Entry(yaml.word(at, key), value));
  }
}
