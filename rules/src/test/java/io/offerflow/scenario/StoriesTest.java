package io.offerflow.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Bundle;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Scenario;
import io.offerflow.workspace.ScenarioReader;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** docs/stories.md: what stands beside a story does it, and the tests beside it show that. */
class StoriesTest {
  private static final Pattern LINK =
      Pattern.compile("\\[([^\\]]+)]\\(\\.\\./rules/examples/(\\w+)/((\\w+)/[^)]+)\\)");

  private final Map<String, Example> examples = new HashMap<>();

  /** A link to a file of an example. */
  private record Link(String text, String example, String file, String folder) {}

  /**
   * An example.
   *
   * @param reports of what was run already, by test files: stories share them
   */
  private record Example(
      WorkspaceReader.Result read,
      Bundle bundle,
      List<Scenario> scenarios,
      Map<List<String>, TestReport> reports) {
    static Example of(String name) {
      WorkspaceReader.Result read = WorkspaceReader.read(Path.of("examples", name));
      assertThat(read.problems()).isEmpty();
      ScenarioReader.Result tests = TestRun.read(read);
      assertThat(tests.problems()).isEmpty();
      return new Example(read, Bundle.of(read.workspace()), tests.scenarios(), new HashMap<>());
    }

    TestReport run(List<String> files) {
      return reports.computeIfAbsent(
          files,
          these ->
              TestRun.run(
                  bundle,
                  scenarios.stream().filter(one -> these.contains(one.place().file())).toList()));
    }
  }

  private static List<String> rows() {
    try (Stream<String> lines = Files.lines(Path.of("..", "docs", "stories.md"))) {
      return lines.filter(line -> line.startsWith("| ") && LINK.matcher(line).find()).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static List<Link> links(String row, boolean tests) {
    List<Link> links = new ArrayList<>();
    Matcher link = LINK.matcher(row);
    while (link.find()) {
      if (link.group(4).equals("tests") == tests) {
        links.add(new Link(link.group(1), link.group(2), link.group(3), link.group(4)));
      }
    }
    return links;
  }

  @TestFactory
  Stream<DynamicTest> theTestsBesideAStoryPassAndItsCampaignsWinInThem() {
    return rows().stream().map(row -> DynamicTest.dynamicTest(row, () -> check(row)));
  }

  private void check(String row) {
    List<Link> campaigns = links(row, false);
    List<Link> tests = links(row, true);
    assertThat(campaigns).isNotEmpty();
    assertThat(tests).isNotEmpty();
    assertThat(Stream.of(campaigns, tests).flatMap(List::stream).map(Link::example).distinct())
        .hasSize(1);
    Example example = examples.computeIfAbsent(tests.get(0).example(), Example::of);

    TestReport report = example.run(tests.stream().map(Link::file).toList());

    assertThat(report.failed()).as(String.join("\n", report.lines())).isZero();
    Set<String> lost = new TreeSet<>(report.coverage().withoutMoment());
    lost.addAll(report.coverage().withoutWin());
    for (Link campaign : campaigns) {
      assertThat(definedIn(example, campaign.file())).contains(campaign.text());
      assertThat(lost).doesNotContain(campaign.text());
    }
  }

  /** The campaigns of that file, or of the rows of that table. */
  private static List<String> definedIn(Example example, String file) {
    return example.read().workspace().campaigns().stream()
        .filter(campaign -> campaign.file().startsWith(file))
        .map(Campaign::id)
        .toList();
  }

  @Test
  void everyCampaignOfTheMallAndOfHomeHasAStory() {
    Set<String> told = new TreeSet<>();
    rows().forEach(row -> links(row, false).forEach(link -> told.add(link.text())));

    for (String example : List.of("mall", "home")) {
      assertThat(told)
          .containsAll(
              WorkspaceReader.read(Path.of("examples", example)).workspace().campaigns().stream()
                  .map(Campaign::id)
                  .toList());
    }
  }

  @Test
  void everyStoryIsFound() {
    assertThat(rows()).hasSizeGreaterThan(25);
  }
}
