package io.offerflow.drl;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Bundle;
import io.offerflow.eligibility.Facts;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Problem;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule files that want out. What is said of each attempt, and where, stands in {@code
 * workspaces/rule-files.txt}; here is what none of them may bring about.
 */
class BreakOutTest {
  private static final Path ATTEMPTS = Path.of("src/test/resources/workspaces/rule-files.txt");

  /** All that a generated rule or function is made of, besides the methods of the fact. */
  private static final Set<String> WORDS =
      Set.of(
          "rule",
          "when",
          "then",
          "end",
          "Facts",
          "trigger",
          "function",
          "boolean",
          "String",
          "BigDecimal",
          "Object",
          "return",
          "for",
          "if",
          "true",
          "false",
          "m",
          "f",
          "this",
          "facts");

  private static final String HEAD =
      """
      package offerflow.campaigns;
      import io.offerflow.eligibility.Facts;
      import java.math.BigDecimal;
      """;

  private static final Pattern STRING = Pattern.compile("\"[A-Za-z0-9 _.:/+#?-]{0,80}\"");
  private static final Pattern OTHER = Pattern.compile("[\\s(){},;:.!&|=$]*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*|\\d+");

  private static TestWorkspace workspace(String rules) {
    return new TestWorkspace()
        .features("recharges: {count: recharge, last: 30d}\n")
        .file("rules/a.drl", rules);
  }

  private static List<String> attempts() throws IOException {
    List<String> files = new ArrayList<>();
    for (String section : Files.readString(ATTEMPTS).split("(?m)^=== ")) {
      String text = section.substring(section.indexOf('\n') + 1);
      if (section.startsWith("rules/") && section.contains(".drl\n") && !text.isBlank()) {
        files.add(text);
      }
    }
    assertThat(files).hasSizeGreaterThan(30);
    return files;
  }

  /** That nothing but what Offerflow writes is in the rules that Drools compiles. */
  private static void assertHarmless(String drl) {
    Set<String> methods =
        Arrays.stream(Facts.class.getDeclaredMethods())
            .map(Method::getName)
            .collect(Collectors.toSet());
    String code = drl.replaceAll("(?m)^// .*$", "");
    String head =
        code.strip()
            .lines()
            .filter(line -> !line.isBlank())
            .limit(3)
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(head).isEqualTo(HEAD);
    String rest = code.substring(code.indexOf("java.math.BigDecimal;") + 21);
    rest = STRING.matcher(rest).replaceAll(" ");
    for (String word : WORD.matcher(rest).results().map(found -> found.group()).toList()) {
      assertThat(
              WORDS.contains(word) || methods.contains(word) || word.matches("(test|value)?\\d+"))
          .as("the word " + word + " in " + rest)
          .isTrue();
    }
    assertThat(WORD.matcher(rest).replaceAll("")).matches(OTHER);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void whateverIsAcceptedSaysNothingButWhatOfferflowWrites(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    RandomRules rules = new RandomRules(random.nextLong());
    String good =
        "rule \"good\" when Moment(kind == \"event\", type == \"recharge\") $c : Customer($f"
            + " : fee, tier == \"gold\") exists Product($p : name) then"
            + " propose(\"pack\", \"sales\", \"sms\"); end\n";
    List<String> attempts = attempts();
    String evil = attempts.get(random.nextInt(attempts.size()));
    String mixed = mixed(random, random.nextInt(8) > 0 ? good : rules.rule("good"), evil);

    WorkspaceReader.Result result = WorkspaceReader.read(workspace(mixed).files());

    Statistics.label("the file is")
        .collect(result.workspace() == null ? "refused" : "accepted")
        .coverage(coverage -> coverage.check("accepted").count(count -> count > 5));
    if (result.workspace() != null) {
      assertHarmless(Bundle.drl(result.workspace()));
    } else {
      for (Problem problem : result.problems()) {
        assertThat(problem.message()).isNotBlank().doesNotContain("Exception");
      }
    }
    assertThat(Canary.Cage.empty).isFalse();
  }

  /** Tokens of an attack in the middle of a rule, or a rule with pieces missing or doubled. */
  private static String mixed(Random random, String good, String evil) {
    List<String> tokens = tokens(good);
    List<String> others = tokens(evil);
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      int at = random.nextInt(tokens.size());
      switch (random.nextInt(4)) {
        case 0 -> tokens.remove(at);
        case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
        case 2 -> tokens.set(at, others.get(random.nextInt(others.size())));
        default -> {
          int from = random.nextInt(others.size());
          int to = Math.min(others.size(), from + 1 + random.nextInt(6));
          tokens.addAll(at, others.subList(from, to));
        }
      }
    }
    return String.join("", tokens);
  }

  private static List<String> tokens(String text) {
    return Pattern.compile("\\w+|\\s+|[^\\w\\s]")
        .matcher(text)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(ArrayList::new));
  }

  @Test
  void noAttemptIsAccepted() throws IOException {
    int refused = 0;
    for (String attempt : attempts()) {
      DrlFile.Result result = DrlFile.read(attempt);
      refused += result.problems().size();
      assertThat(result.problems().stream().map(DrlProblem::line).sorted().toList())
          .isEqualTo(result.problems().stream().map(DrlProblem::line).toList());
    }
    assertThat(refused).isGreaterThan(200);
  }

  @Test
  void nothingIsLoadedAndNothingIsWritten(@TempDir Path folder) throws Exception {
    Path written = folder.resolve("written");
    String open = "new java.io.FileOutputStream(\"" + written + "\")";
    String canary = "io.offerflow.drl.Canary";
    List<String> attacks =
        List.of(
            "import " + canary + ";\n",
            "import static " + canary + ".sing;\n",
            "import function " + canary + ".sing;\n",
            "global " + canary + " bird;\n",
            "declare Evil extends " + canary + " end\n",
            "declare Evil x : boolean = " + canary + ".sing() end\n",
            "function boolean evil() { return " + canary + ".sing(); }\n",
            "function Object evil() throws Exception { return " + open + "; }\n",
            "query evil() eval(" + canary + ".sing()) end\n",
            rule("", "eval(" + canary + ".sing())", ""),
            rule("", "Customer(" + canary + ".sing())", ""),
            rule("", "Customer(fee == null || " + canary + ".sing())", ""),
            rule("", "Customer(" + open + " != null)", ""),
            rule("", canary + "()", ""),
            rule("", "$x : Object() from " + canary + ".sing()", ""),
            rule("", "accumulate(Customer(), $x : " + canary + ".sing())", ""),
            rule("", "Event(amount matches \"a\" + " + canary + ".sing())", ""),
            rule("salience (" + canary + ".sing() ? 1 : 2)", "", ""),
            rule("enabled (" + canary + ".sing())", "", ""),
            rule("@Evil(" + canary + ".class)", "", ""),
            rule("dialect \"mvel\"", "", ""),
            rule("timer (expr: " + canary + ".sing())", "", ""),
            rule("", "", canary + ".sing();"),
            rule("", "", open + ".close();"),
            rule("", "", "while (true) { " + canary + ".sing(); }"),
            rule("", "", "propose(\"pack\", \"sales\", \"\" + " + canary + ".sing());"),
            rule("", "", "propose(\"pack\", \"sales\", \"sms\", \"a: !!" + canary + " {}\");"));

    for (String attack : attacks) {
      WorkspaceReader.Result result =
          WorkspaceReader.read(workspace(attack + rule("", "", "")).files());
      assertThat(result.workspace()).as(attack).isNull();
      assertThat(result.problems()).as(attack).anyMatch(problem -> problem.line() > 0);
    }
    // What Drools compiles of accepted rules loads nothing either.
    Bundle bundle = workspace(rule("", "Customer(name == \"" + canary + ".sing()\")", "")).bundle();
    try (Story story = new Story(bundle)) {
      story.event("2026-11-21T10:00:00Z", "recharge", "amount", 1);
    }

    assertThat(Canary.Cage.empty).as("the canary has flown").isFalse();
    assertThat(written).doesNotExist();
    // It would have: this is what loads it.
    try {
      Class.forName(canary);
      assertThat(Canary.Cage.empty).isTrue();
    } finally {
      Canary.Cage.empty = false;
    }
  }

  private static String rule(String attribute, String pattern, String call) {
    return """
    rule "a%d" %s when
      Moment(kind == "event", type == "recharge")
      %s
    then
      %s propose("pack", "sales", "sms");
    end
    """
        .formatted((attribute + pattern + call).hashCode() & 0xffff, attribute, pattern, call);
  }

  @Test
  void textsStayTextsWhateverStandsInThem() {
    List<String> texts =
        List.of(
            "\\\"); System.exit(1); (\\\"",
            "*/ System.exit(1); /*",
            "// x",
            "\\\\u000a System.exit(1); //",
            "\\\\u0022); System.exit(1); (\\\\u0022",
            "${System.exit(1)}",
            "@{System.exit(1)}",
            "#{1}",
            "end rule evil when then System.exit(1); end",
            "'); System.exit(1); ('",
            "中文 \u2028 \ud83d\ude00");
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      String text = "\"" + texts.get(i) + "\"";
      rules
          .append("rule \"text-" + i + "\" when Moment(kind == \"event\", type == \"app_view\")\n")
          .append("Event(product == " + text + ") /* " + texts.get(i).replace("*/", "") + " */\n")
          .append("not Product(name in (" + text + ", \"x\") || name contains " + text + ")\n")
          .append("not Tag(name matches \"\\\\Q" + texts.get(i) + "\\\\E\")\n")
          .append("then propose(\"pack\", \"sales\", \"sms\"); end\n");
    }

    Bundle bundle = workspace(rules.toString()).bundle();

    assertHarmless(Bundle.drl(bundle.workspace()));
    try (Story story = new Story(bundle)) {
      for (int i = 0; i < texts.size(); i++) {
        String value = texts.get(i).replace("\\\"", "\"").replace("\\\\", "\\");
        story.event("2026-11-21T10:00:00Z", "app_view", "product", value);
        assertThat(story.result("text-" + i)).as(texts.get(i)).isNotEqualTo("condition");
      }
    }
  }

  @Test
  void hugeAndDeepFilesEndInASentence() {
    String head = "rule \"a\" when Moment(kind == \"event\", type == \"recharge\") ";
    String tail = " then propose(\"pack\", \"sales\", \"sms\"); end\n";
    Set<String> messages = new TreeSet<>();
    for (String file :
        List.of(
            " ".repeat(DrlFile.LONGEST + 1),
            head + "Customer(" + "(".repeat(100_000) + ")" + tail,
            head + "(".repeat(100_000) + tail,
            head + "not ".repeat(50_000) + tail,
            head + "Customer(fee == " + "-".repeat(100_000) + "1)" + tail,
            head + "Customer(" + "!".repeat(100_000) + "vip)" + tail,
            head + "Customer(fee == 1" + " + 1".repeat(50_000) + ")" + tail,
            head + "Customer(fee == 1" + " || fee == 1".repeat(20_000) + ")" + tail,
            head + "Customer(fee == 1)".repeat(10_000) + tail,
            head + "Customer(" + "fee == 1,".repeat(20_000) + "fee == 1)" + tail,
            head + "Customer(tier in (" + "\"gold\",".repeat(20_000) + "\"gold\"))" + tail,
            "/*".repeat(100_000),
            "\"".repeat(100_001),
            "rule ".repeat(50_000),
            "end rule ".repeat(30_000),
            "\\".repeat(100_000))) {
      WorkspaceReader.Result result = WorkspaceReader.read(workspace(file).files());
      assertThat(result.workspace()).as(file.substring(0, 60)).isNull();
      messages.add(result.problems().get(0).message());
    }
    assertThat(messages).hasSizeGreaterThan(8);
  }
}
