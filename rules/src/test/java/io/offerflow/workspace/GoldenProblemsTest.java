package io.offerflow.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Workspaces with mistakes, one file a topic, and exactly what is said about them. A file holds the
 * workspace's files, each under a line {@code === PATH}, and under {@code === PROBLEMS} what is
 * reported, warnings with a {@code warning: } in front.
 */
class GoldenProblemsTest {
  private static final Path FOLDER = Path.of("src/test/resources/workspaces");

  /** What every workspace needs, for topics that are about something else. */
  private static final String SETTINGS =
      """
      offerflow: 1
      name: golden
      timezone: Asia/Shanghai
      currency: CNY
      language: en
      channels:
        sms:  {address: msisdn}
        push: {address: customer}
        desk: {inbound: true}
      """;

  private static final String SCHEMA = "customer: {msisdn: {type: text, pii: true}}\n";

  @TestFactory
  List<DynamicTest> everyProblemIsReportedAtItsPlace() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> sorted = files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
      assertThat(sorted).hasSizeGreaterThan(5);
      return sorted.stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)))
          .toList();
    }
  }

  private static void check(Path file) {
    Map<String, String> sections = sections(file);
    String expected = sections.remove("PROBLEMS");
    assertThat(problems(sections)).isEqualTo(expected.strip().lines().toList());
  }

  static List<String> problems(Map<String, String> files) {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    bytes.put("workspace.yaml", SETTINGS.getBytes(StandardCharsets.UTF_8));
    bytes.put("schema.yaml", SCHEMA.getBytes(StandardCharsets.UTF_8));
    files.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return WorkspaceReader.read(bytes).problems().stream()
        .map(
            problem ->
                (problem.severity() == Problem.Severity.WARNING ? "warning: " : "") + problem)
        .toList();
  }

  static Map<String, String> sections(Path file) {
    try {
      Map<String, String> sections = new LinkedHashMap<>();
      for (String section : Files.readString(file).split("(?m)^=== ")) {
        if (!section.isBlank()) {
          int end = section.indexOf('\n');
          sections.put(section.substring(0, end).strip(), section.substring(end + 1));
        }
      }
      return sections;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
