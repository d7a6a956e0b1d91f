package io.offerflow.workspace;

import io.offerflow.condition.Names;
import io.offerflow.event.Field;
import io.offerflow.event.Nearest;
import io.offerflow.event.Schema;
import io.offerflow.event.ValueType;
import io.offerflow.feature.Feature;
import io.offerflow.zone.Zone;
import io.offerflow.zone.ZoneFile;
import io.offerflow.zone.ZoneProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads and checks a workspace folder. */
public final class WorkspaceReader {
  private final Problems problems = new Problems();
  private final Doubts doubts = new Doubts();
  private final WorkspaceFiles files = new WorkspaceFiles(problems);
  private final Set<String> campaignNames = new HashSet<>();
  private final Set<String> unsureFiles = new HashSet<>();

  private WorkspaceReader() {}

  /**
   * What reading came to.
   *
   * @param workspace null when there is an error among the problems
   * @param problems sorted by file, line and column
   * @param files what was read, by path relative to the workspace; the same again for {@link
   *     #read(Map)}
   * @param tests the files of tests, for {@link ScenarioReader}; no part of a bundle
   * @param vocabulary what tests can name; null where not even workspace.yaml is there
   */
  public record Result(
      Workspace workspace,
      List<Problem> problems,
      Map<String, byte[]> files,
      Map<String, byte[]> tests,
      Vocabulary vocabulary) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /** Reads all files and reports every problem at once. Never throws for what a user wrote. */
  public static Result read(Path folder) {
    WorkspaceReader reader = new WorkspaceReader();
    reader.files.read(folder);
    return reader.read();
  }

  /**
   * Reads a workspace that is in memory, such as one that came with a bundle.
   *
   * @param files by path relative to the workspace, with forward slashes
   */
  public static Result read(Map<String, byte[]> files) {
    WorkspaceReader reader = new WorkspaceReader();
    reader.files.take(files);
    return reader.read();
  }

  /** The version of a workspace with these files, if it has one: nothing is checked. */
  public static String version(SortedMap<String, byte[]> files) {
    return WorkspaceFiles.version(files);
  }

  private Result read() {
    if (!files.contents().containsKey(WorkspaceFiles.SETTINGS)) {
      if (!problems.failed()) {
        problems.error(
            WorkspaceFiles.SETTINGS,
            "a workspace needs this file: write `offerflow: 1` and `name: ...` into it");
      }
      return new Result(null, problems.sorted(), files.contents(), files.tests(), null);
    }
    Workspace workspace = workspace();
    return new Result(
        problems.failed() ? null : workspace,
        problems.sorted(),
        files.contents(),
        files.tests(),
        vocabulary(workspace));
  }

  private Vocabulary vocabulary(Workspace workspace) {
    Set<String> unsure = new HashSet<>(unsureFiles);
    for (Problem problem : problems.sorted()) {
      if (problem.severity() == Problem.Severity.ERROR) {
        String file = problem.file();
        boolean rows = WorkspaceFiles.isTable(file) || WorkspaceFiles.isRules(file);
        unsure.add(rows ? WorkspaceFiles.CAMPAIGNS : file);
      }
    }
    return new Vocabulary(
        workspace.schema(),
        workspace.settings().channels().keySet(),
        workspace.offers().keySet(),
        campaignNames,
        unsure);
  }

  private Workspace workspace() {
    SettingsReader settingsReader = new SettingsReader(problems);
    Settings settings = settingsReader.read(required(WorkspaceFiles.SETTINGS));
    Schema schema = new SchemaReader(problems, doubts).read(yaml(WorkspaceFiles.SCHEMA));
    checkAddresses(settingsReader, schema);
    List<Feature> features =
        new FeaturesReader(problems, settings, schema, doubts).read(yaml(WorkspaceFiles.FEATURES));
    List<Zone> zones = zones();
    Map<String, Offer> offers =
        new OffersReader(problems, settings, schema, new TextNames(schema, features), doubts)
            .read(yaml(WorkspaceFiles.OFFERS));
    Policy policy = policy(settings, schema, features, offers);
    Map<String, Feed> feeds =
        new FeedsReader(problems, schema, doubts).read(yaml(WorkspaceFiles.FEEDS));
    Catalogue catalogue = Catalogue.of(settings, schema, features, zones, offers, policy, doubts);
    return new Workspace(
        files.version(),
        settings,
        schema,
        features,
        zones,
        offers,
        policy,
        feeds,
        campaigns(catalogue));
  }

  private Policy policy(
      Settings settings, Schema schema, List<Feature> features, Map<String, Offer> offers) {
    Names names = Names.campaign(schema.customer(), null, null, FeaturesReader.known(features));
    return new PolicyReader(problems, settings, offers, names, doubts)
        .read(yaml(WorkspaceFiles.POLICY));
  }

  private List<Zone> zones() {
    byte[] bytes = files.contents().get(WorkspaceFiles.ZONES);
    if (bytes == null) {
      return List.of();
    }
    ZoneFile.Result result = ZoneFile.parse(bytes);
    for (ZoneProblem problem : result.problems()) {
      // Names of zones that cannot be read are not held against campaigns.
      problems.broken(WorkspaceFiles.ZONES, problem.line(), problem.column(), problem.message());
    }
    return result.zones();
  }

  private List<Campaign> campaigns(Catalogue catalogue) {
    TreeMap<String, CampaignReader.Read> byId = new TreeMap<>();
    for (String file : files.contents().keySet()) {
      if (!WorkspaceFiles.isCampaign(file)) {
        continue;
      }
      Yaml root = yaml(file);
      if (root == null && !problems.isBroken(file)) {
        problems.error(file, "the file is empty: write a campaign into it, or remove it");
      }
      CampaignReader.Read read =
          root == null ? null : new CampaignReader(file, problems, catalogue).read(root);
      if (read == null) {
        unsureFiles.add(WorkspaceFiles.CAMPAIGNS);
      }
      add(read, byId);
    }
    files.contents().forEach((file, bytes) -> table(file, bytes, catalogue, byId));
    files.contents().forEach((file, bytes) -> rules(file, bytes, catalogue, byId));
    catalogue.tags().check(problems);
    campaignNames.addAll(byId.keySet());
    List<Campaign> campaigns = new ArrayList<>();
    byId.values().forEach(read -> campaigns.add(read.campaign()));
    return problems.failed() ? List.of() : campaigns;
  }

  private void table(
      String file, byte[] bytes, Catalogue catalogue, TreeMap<String, CampaignReader.Read> byId) {
    if (WorkspaceFiles.isTable(file)) {
      TableReader.read(
          file,
          bytes,
          problems,
          catalogue.offers().keySet(),
          (sheet, label, row) -> add(new CampaignReader(sheet, label, catalogue).read(row), byId));
    }
  }

  /** Each rule of a rule file is a campaign. */
  private void rules(
      String file, byte[] bytes, Catalogue catalogue, TreeMap<String, CampaignReader.Read> byId) {
    if (WorkspaceFiles.isRules(file)) {
      new RuleFileReader(file, problems, catalogue).read(bytes).forEach(read -> add(read, byId));
    }
  }

  private static void add(CampaignReader.Read read, TreeMap<String, CampaignReader.Read> byId) {
    CampaignReader.Read first = read == null ? null : byId.putIfAbsent(read.campaign().id(), read);
    if (first != null) {
      read.sheet()
          .error(
              read.name(),
              "a campaign `"
                  + read.campaign().id()
                  + "` stands in "
                  + first.campaign().file()
                  + " already: give one of the two another name");
    }
  }

  private Yaml yaml(String path) {
    byte[] bytes = files.contents().get(path);
    return bytes == null ? null : YamlFile.read(path, bytes, problems);
  }

  /** A file that must say something. */
  private Yaml required(String path) {
    Yaml root = yaml(path);
    if (root == null && !problems.isBroken(path)) {
      problems.broken(path, "the file is empty: write `offerflow: 1` and `name: ...` into it");
    }
    return root;
  }

  /** The attributes that hold addresses can only be looked up when the schema is known. */
  private void checkAddresses(SettingsReader reader, Schema schema) {
    if (problems.isBroken(WorkspaceFiles.SCHEMA)) {
      return;
    }
    reader.addresses().values().forEach(node -> checkAddress(reader.sheet(), node, schema));
  }

  private void checkAddress(Sheet sheet, Yaml node, Schema schema) {
    String name = node.toString();
    Field field = schema.customer().get(name);
    if (name.equals("customer") || doubts.about("customer." + name)) {
      return;
    }
    if (field == null) {
      sheet.error(node, unknownAddress(name, schema));
    } else if (field.type() != ValueType.TEXT) {
      sheet.error(node, "an address is text, but `" + name + "` is " + field.type().word());
    } else if (!field.pii()) {
      sheet.warning(node, "`" + name + "` holds addresses: mark it `pii: true` in schema.yaml");
    }
  }

  private static String unknownAddress(String name, Schema schema) {
    String nearest = Nearest.of(name, new TreeSet<>(schema.customer().keySet()));
    return "there is no attribute `"
        + Sheet.shorten(name)
        + "`"
        + (nearest == null
            ? ": declare it in schema.yaml, such as `" + name + ": {type: text, pii: true}`"
            : "; did you mean `" + nearest + "`?");
  }
}
