package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Surroundings;
import io.offerflow.workspace.Problem;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"shop", "123", "true", "1.5", "商店", "a_b-c"})
  void aNewWorkspaceIsValidAsItStands(String name) {
    Ran ran = Ran.offerflow("new", "workspace", name, "--in", folder);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    WorkspaceReader.Result read = WorkspaceReader.read(folder.resolve(name));
    assertThat(read.problems()).isEmpty();
    assertThat(read.workspace().settings().name()).isEqualTo(name);
    assertThat(read.workspace().campaigns()).hasSize(1);
    assertThat(folder.resolve(name).resolve("tests/good-customers.yaml")).isRegularFile();
  }

  @Test
  void aNewWorkspaceDecidesAsItsTestSays() throws IOException {
    Ran.offerflow("new", "workspace", "shop", "--in", folder);
    Path events =
        Files.writeString(
            folder.resolve("events.ndjson"),
            """
            {"id":"1","type":"profile","customer":"c-1","time":"2026-11-21T09:59:59Z","set":{"tier":"silver","msisdn":"+15550100"}}
            {"id":"2","type":"profile","customer":"c-2","time":"2026-11-21T09:59:59Z","set":{"tier":"bronze","msisdn":"+15550101"}}
            {"id":"3","type":"purchase","customer":"c-1","time":"2026-11-21T10:00:00Z","amount":150}
            {"id":"4","type":"purchase","customer":"c-1","time":"2026-11-22T10:00:00Z","amount":60}
            {"id":"5","type":"purchase","customer":"c-2","time":"2026-11-22T10:00:00Z","amount":300}
            """);

    Ran ran = Ran.offerflow("replay", folder.resolve("shop"), "--events", events, "--offers", "-");

    assertThat(ran.out().lines()).singleElement().asString().contains("Hello there, 10% off");
    assertThat(ran.err()).endsWith("2 decisions: 1 offered, 1 none\n");
  }

  @Test
  void aNewWorkspacePassesItsOwnTestAlsoWithANewCampaign() {
    Ran.offerflow("new", "workspace", "shop", "--in", folder);
    Ran.offerflow("new", "campaign", "second", "--in", folder.resolve("shop"));

    Ran ran = Ran.offerflow("test", folder.resolve("shop"));

    assertThat(ran.exitCode()).as(ran.err()).isZero();
  }

  @Test
  void theFirstLinesPointAtSchemasThatAreThere() throws IOException {
    Ran.offerflow("new", "workspace", "shop", "--in", folder);
    Ran.offerflow("new", "campaign", "another", "--in", folder.resolve("shop"));

    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
        String first = Files.readAllLines(file).get(0);
        assertThat(first).startsWith("# yaml-language-server: $schema=");
        assertThat(file.resolveSibling(first.substring(first.indexOf('=') + 1))).isRegularFile();
      }
    }
  }

  @Test
  void nothingIsWrittenOver() throws IOException {
    Files.createDirectory(folder.resolve("shop"));

    Ran ran = Ran.offerflow("new", "workspace", "shop", "--in", folder);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "offerflow new: "
                + folder.resolve("shop")
                + " is there already and was not touched; choose another name.\n");
    assertThat(folder.resolve("shop")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "a/b", "a b", ".hidden", "a\nb", "README", "@"})
  void aBadNameIsOneSentence(String name) {
    for (String what : new String[] {"workspace", "campaign"}) {
      Ran ran = Ran.offerflow("new", what, name, "--in", folder);

      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err()).startsWith("offerflow new: \"" + name + "\" is no name: ");
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void withoutAKindItIsUsage() {
    assertThat(Ran.offerflow("new").exitCode()).isEqualTo(2);
    assertThat(Ran.offerflow("new", "offer", "x").exitCode()).isEqualTo(2);
    assertThat(Ran.offerflow("new", "campaign").exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"telecom", "retail", "bank", "power", "mall", "home"})
  void aNewCampaignIsMadeOfWhatTheWorkspaceHas(String example) throws IOException {
    Path workspace = copy(Surroundings.example(example), folder.resolve(example));
    int before = WorkspaceReader.read(workspace).workspace().campaigns().size();

    for (String name : new String[] {"fresh", "2027", "null"}) {
      Ran ran = Ran.offerflow("new", "campaign", name, "--in", workspace);
      assertThat(ran.exitCode()).as(ran.err()).isZero();
    }

    WorkspaceReader.Result read = WorkspaceReader.read(workspace);
    assertThat(read.problems())
        .noneMatch(problem -> problem.severity() == Problem.Severity.ERROR)
        .noneMatch(problem -> problem.file().startsWith("campaigns/fresh"));
    assertThat(read.workspace().campaigns()).hasSize(before + 3);
  }

  @Test
  void aCampaignThatIsThereIsNotTouched() throws IOException {
    Ran.offerflow("new", "workspace", "shop", "--in", folder);
    Path shop = folder.resolve("shop");
    Path file = shop.resolve("campaigns/good-customers.yaml");
    String text = Files.readString(file);

    assertThat(Ran.offerflow("new", "campaign", "good-customers", "--in", shop).exitCode())
        .isEqualTo(1);
    Files.writeString(file, text.replace("campaign: good-customers", "campaign: other"));
    assertThat(Ran.offerflow("new", "campaign", "good-customers", "--in", shop).exitCode())
        .isEqualTo(1);
    assertThat(file).content().contains("campaign: other");
  }

  @Test
  void aCampaignNeedsAWorkspaceWithAClassAndAnOffer() throws IOException {
    Ran nowhere = Ran.offerflow("new", "campaign", "c", "--in", folder.resolve("nowhere"));
    assertThat(nowhere.exitCode()).isEqualTo(1);
    assertThat(nowhere.err()).contains("there is no folder");

    Files.writeString(folder.resolve("workspace.yaml"), "offerflow: 1\nname: a\ntimezone: UTC\n");
    Ran noClass = Ran.offerflow("new", "campaign", "c", "--in", folder);
    assertThat(noClass.exitCode()).isEqualTo(1);
    assertThat(noClass.err()).contains("a campaign needs a class");

    Files.writeString(folder.resolve("policy.yaml"), "classes: {sales: {}}\n");
    Ran noOffer = Ran.offerflow("new", "campaign", "c", "--in", folder);
    assertThat(noOffer.exitCode()).isEqualTo(1);
    assertThat(noOffer.err()).contains("a campaign needs an offer");
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return to;
  }
}
