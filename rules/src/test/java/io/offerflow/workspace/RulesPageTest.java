package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/rules.md shows works in the telecom example, and what it calls refused is. */
class RulesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "rules.md");

  private static WorkspaceReader.Result telecomWith(String rules) {
    Map<String, byte[]> files = ExamplesTest.bytes("telecom");
    files.keySet().removeIf(file -> file.startsWith("tests/"));
    files.put("rules/experts.drl", rules.getBytes(UTF_8));
    return WorkspaceReader.read(files);
  }

  @Test
  void everyRuleOfThePageIsValidAndCompiles() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block =
        Pattern.compile("```drl\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
    while (block.find()) {
      blocks.add(block.group(1));
    }

    WorkspaceReader.Result result = telecomWith(String.join("\n", blocks));

    assertThat(blocks).hasSize(4);
    assertThat(result.problems())
        .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
        .isEmpty();
    Bundle bundle = Bundle.of(result.workspace());
    assertThat(bundle.workspace().campaigns().stream().map(Campaign::id))
        .contains(
            "fitting-accessory",
            "long-stay-of-a-viewer",
            "top-up-after-much-data",
            "moves-to-5g",
            "wants-a-case");
  }

  @Test
  void everyKindOfMomentThatThePageNamesIsKnownAndNoOther() throws IOException {
    List<String> named =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `\""))
            .flatMap(
                line -> Pattern.compile("`\"(\\w+)\"`").matcher(line.split("\\|")[1]).results())
            .map(found -> found.group(1))
            .sorted()
            .toList();

    String rule = "rule \"a\" when Moment(kind == \"x\") then tag(\"a\", \"1d\"); end";
    String message = telecomWith(rule).problems().get(0).message();

    assertThat(message).contains("there are " + String.join(", ", named) + ";");
  }

  @Test
  void whatThePageCallsRefusedIsRefused() throws IOException {
    String last = Files.readString(PAGE).split("## What there is not")[1];
    List<String> words =
        last.lines()
            .filter(line -> line.startsWith("| "))
            .flatMap(
                line -> Pattern.compile("`([a-z-]+)\\.?`").matcher(line.split("\\|")[1]).results())
            .map(found -> found.group(1))
            .collect(Collectors.toList());
    assertThat(words).hasSizeGreaterThan(30);

    for (String word : words) {
      String rule =
          "rule \"a\"\n%s\nwhen Moment(kind == \"event\", type == \"purchase\")\n%s\nthen\n%s\nend";
      for (String wrong :
          List.of(
              word + "\nrule \"b\"",
              rule.formatted(word, "", ""),
              rule.formatted("", word, ""),
              rule.formatted("", "", word))) {
        assertThat(telecomWith(wrong).problems())
            .as(wrong)
            .anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
      }
    }
  }
}
