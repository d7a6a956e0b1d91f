package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {

  @ParameterizedTest
  @CsvSource({"telecom, 12", "retail, 8", "bank, 6", "power, 4", "mall, 9", "home, 4"})
  void anExampleHasNoProblems(String name, int campaigns) {
    WorkspaceReader.Result result = WorkspaceReader.read(Path.of("examples", name));

    assertThat(result.problems()).isEmpty();
    assertThat(result.workspace().settings().name()).isEqualTo(name);
    assertThat(result.workspace().campaigns()).hasSizeGreaterThanOrEqualTo(campaigns);
    assertThat(result.workspace().version()).matches("[0-9a-f]{64}");
  }

  @Test
  void telecomShowsEveryMomentThatIsBuilt() {
    Workspace telecom = WorkspaceReader.read(Path.of("examples", "telecom")).workspace();

    assertThat(telecom.campaigns().stream().map(campaign -> campaign.moment().word()))
        .contains(
            "event", "enter", "leave", "cross", "without", "date", "yearly", "tagged", "untagged");
    assertThat(telecom.campaigns().stream().map(Campaign::id)).isSorted();
    assertThat(telecom.policy().classes().keySet())
        .containsExactly("service", "retention", "sales", "greeting");
  }

  @ParameterizedTest
  @ValueSource(strings = {"telecom", "retail", "bank", "power", "mall", "home"})
  void aFolderAndTheSameFilesInMemoryAreTheSameWorkspace(String name) {
    WorkspaceReader.Result folder = WorkspaceReader.read(Path.of("examples", name));
    WorkspaceReader.Result memory = WorkspaceReader.read(bytes(name));

    assertThat(memory.workspace().version()).isEqualTo(folder.workspace().version());
    assertThat(
            memory.workspace().campaigns().stream().map(Campaign::id).collect(Collectors.toList()))
        .isEqualTo(folder.workspace().campaigns().stream().map(Campaign::id).toList());
  }

  @Test
  void theVersionFollowsTheContentOfWhatIsRead() {
    Map<String, byte[]> files = bytes("retail");
    String version = WorkspaceReader.read(files).workspace().version();

    files.put("README.md", new byte[] {1});
    files.put(".hidden", new byte[] {1});
    assertThat(WorkspaceReader.read(files).workspace().version()).isEqualTo(version);

    files.put("policy.yaml", (new String(files.get("policy.yaml"), UTF_8) + "\n").getBytes(UTF_8));
    assertThat(WorkspaceReader.read(files).workspace().version()).isNotEqualTo(version);
  }

  static Map<String, byte[]> bytes(String example) {
    Path root = Path.of("examples", example);
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return files;
  }
}
