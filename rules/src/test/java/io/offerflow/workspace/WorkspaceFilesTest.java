package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceFilesTest {
  private static final String SETTINGS = "offerflow: 1\nname: a\ntimezone: UTC\n";

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void aSmallWorkspace() throws IOException {
    folder = Files.createDirectory(temp.resolve("ws"));
    write("workspace.yaml", SETTINGS);
  }

  @Test
  void onlyWorkspaceYamlIsRequired() {
    WorkspaceReader.Result result = WorkspaceReader.read(folder);

    assertThat(result.problems()).isEmpty();
    assertThat(result.workspace().campaigns()).isEmpty();
    assertThat(result.workspace().settings().aheadMillis()).isEqualTo(300_000);
  }

  @Test
  void aMissingFolderOrFileIsSaid() throws IOException {
    assertThat(WorkspaceReader.read(temp.resolve("nowhere")).problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("there is no folder");
    Files.delete(folder.resolve("workspace.yaml"));
    assertThat(WorkspaceReader.read(folder).problems())
        .singleElement()
        .hasToString(
            "workspace.yaml:1:1: a workspace needs this file: write `offerflow: 1` and `name: ...`"
                + " into it");
  }

  @Test
  void aLinkOutOfTheWorkspaceIsRefused() throws IOException {
    Path secret = Files.writeString(temp.resolve("secret.yaml"), "spend: {count: purchase}");
    Files.createSymbolicLink(folder.resolve("features.yaml"), secret);
    Files.createDirectory(temp.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("campaigns"), temp.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("offers.yaml"), folder.resolve("offers.yaml"));

    assertThat(WorkspaceReader.read(folder).problems())
        .extracting(Problem::file)
        .containsExactly("campaigns", "features.yaml", "offers.yaml");
    assertThat(WorkspaceReader.read(folder).problems())
        .allSatisfy(
            problem -> assertThat(problem.message()).contains("leads out of the workspace"));
  }

  @Test
  void aLinkInsideTheWorkspaceIsFollowed() throws IOException {
    write(".shared.yaml", "spend: {count: purchase}");
    Files.createSymbolicLink(folder.resolve("features.yaml"), folder.resolve(".shared.yaml"));

    assertThat(WorkspaceReader.read(folder).workspace().features()).hasSize(1);
  }

  @Test
  void aFolderInPlaceOfAFileIsSaid() throws IOException {
    Files.createDirectory(folder.resolve("policy.yaml"));
    Files.createDirectories(folder.resolve("tests/a.yaml"));
    write("campaigns", "not a folder");

    assertThat(WorkspaceReader.read(folder).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "campaigns:1:1: this is a file: put a folder of that name in its place",
            "policy.yaml:1:1: this is a folder: put a file of that name in its place",
            "tests/a.yaml:1:1: this is a folder: put a file of that name in its place");
  }

  /** What it would say of the workspace's language is not known to be wrong. */
  @Test
  void settingsThatCannotBeReadAreNotHeldAgainstTheOffers() {
    String offers = "a: {value: 1, start propensity: 0.1, content: {sms: {en: Hello}}}";

    assertThat(
            WorkspaceReader.read(
                    Map.of("workspace.yaml", new byte[0], "offers.yaml", offers.getBytes(UTF_8)))
                .problems())
        .extracting(Problem::file)
        .containsExactly("workspace.yaml");
  }

  @Test
  void byteOrderMarksAndCarriageReturnsAreFine() {
    String text = "\uFEFF" + SETTINGS.replace("\n", "\r\n") + "nmae: b\r\n";

    assertThat(read(text.getBytes(UTF_8)).problems())
        .singleElement()
        .hasToString("workspace.yaml:4:1: workspace.yaml has no key `nmae`; did you mean `name`?");
  }

  @Test
  void whatIsNotTextIsOneProblem() {
    assertOne(SETTINGS.getBytes(UTF_16), "workspace.yaml:1:1: this file is in UTF-16");
    assertOne(SETTINGS.getBytes(UTF_16LE), "workspace.yaml:1:1: this file is in UTF-16");
    assertOne(
        new byte[] {0x1f, (byte) 0x8b, 8, 0}, "workspace.yaml:1:1: this file is compressed (gzip)");
    assertOne(
        bytes("name: caf\u00e9", 0xe9), "workspace.yaml:1:11: this is not UTF-8 from here on");
    assertOne("name: a\u0000b".getBytes(UTF_8), "workspace.yaml:1:8: a control character (U+0000)");
    assertOne("a: 1\n\tb: 2".getBytes(UTF_8), "workspace.yaml:2:1: a tab stands here");
    assertOne(new byte[0], "workspace.yaml:1:1: the file is empty");
    assertOne("# nothing\n".getBytes(UTF_8), "workspace.yaml:1:1: the file is empty");
    assertOne("x".repeat(3_000_001).getBytes(UTF_8), "workspace.yaml:1:1: the file is too long");
  }

  @Test
  void nestingAndAliasesAreBounded() {
    assertOne("[".repeat(200_000).getBytes(UTF_8), "workspace.yaml:1:52: this is nested too deep");
    assertOne("- ".repeat(100_000).getBytes(UTF_8), "this is nested too deep");
    assertOne("a: &a [*a]".getBytes(UTF_8), "workspace.yaml:1:8: `*a` stands for nothing before");
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("a%d: &a%d [%s]%n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    assertOne(bomb.toString().getBytes(UTF_8), "the file holds too much");
  }

  @Test
  void whatAnAliasStandsForIsReadLikeTheRest() {
    String text = SETTINGS + "channels: {sms: &to {address: customer}, push: *to}\n";

    assertThat(read(text.getBytes(UTF_8)).workspace().settings().channels())
        .containsOnlyKeys("sms", "push");
  }

  private static byte[] bytes(String latin, int last) {
    byte[] bytes = (latin + "x").getBytes(UTF_8);
    bytes[bytes.length - 1] = (byte) last;
    return bytes;
  }

  private static void assertOne(byte[] content, String start) {
    assertThat(read(content).problems())
        .singleElement()
        .extracting(Problem::toString)
        .asString()
        .contains(start);
  }

  private static WorkspaceReader.Result read(byte[] settings) {
    return WorkspaceReader.read(Map.of("workspace.yaml", settings));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
