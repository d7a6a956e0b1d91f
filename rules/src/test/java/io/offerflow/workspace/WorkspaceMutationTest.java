package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.analysis.Analysis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The examples with the mistakes that people make: lines lost, doubled or moved, keys renamed,
 * values swapped, letters mistyped. Each reading is a workspace, or problems with places in the
 * files; never an exception.
 */
class WorkspaceMutationTest {
  private static final List<Map<String, byte[]>> EXAMPLES =
      Stream.of("telecom", "retail", "bank", "power").map(ExamplesTest::bytes).toList();

  private static final Pattern KEY = Pattern.compile("(?m)[a-z_][a-z_ ]*(?=:( |$))");
  private static final Pattern VALUE =
      Pattern.compile(
          "(?<=: )('[^'\n]*'|\"[^\"\n]*\"|\\[[^\\[\\]\n]*]|[^\\s{},\\[\\]#][^{},#\n]*)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_0-9]+");

  @Property(tries = 1000)
  void mistakesAreProblemsWithPlaces(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, byte[]> files = new TreeMap<>(EXAMPLES.get(random.nextInt(EXAMPLES.size())));
    List<String> paths = List.copyOf(files.keySet());
    for (int i = 0; i <= random.nextInt(2); i++) {
      String path = paths.get(random.nextInt(paths.size()));
      if (random.nextInt(40) == 0) {
        files.remove(path);
      } else if (files.containsKey(path)) {
        files.put(path, mistaken(files.get(path), random));
      }
    }

    WorkspaceReader.Result read = WorkspaceReader.read(files);

    assertThat(read.problems()).isSorted();
    for (Problem problem : read.problems()) {
      assertThat(problem.message())
          .isNotBlank()
          .doesNotContain("Exception", "io.offerflow", "null)");
      assertThat(problem.message().length()).isLessThan(1500);
      assertPlaceExists(problem, files);
    }
    assertThat(Analysis.of(read, 0)).isSorted();
    assertThat(read.workspace() == null)
        .isEqualTo(read.problems().stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR));
  }

  private static void assertPlaceExists(Problem problem, Map<String, byte[]> files) {
    if (problem.sheet() == null && problem.line() == 1 && problem.column() == 1) {
      // What is about the file as a whole, which may be a folder, or not be there.
      return;
    }
    assertThat(files).containsKey(problem.file());
    // The end of the file is a place as well.
    String text = new String(files.get(problem.file()), UTF_8) + "\n";
    List<String> lines = text.lines().toList();
    assertThat(problem.line()).as(problem.toString()).isLessThanOrEqualTo(lines.size() + 1);
    String line = problem.line() > lines.size() ? "" : lines.get(problem.line() - 1);
    assertThat(problem.column())
        .as(problem.toString())
        .isBetween(1, line.codePointCount(0, line.length()) + 1);
  }

  private static byte[] mistaken(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    if (random.nextInt(6) == 0) {
      byte[] flipped = bytes.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      return flipped;
    }
    String text = new String(bytes, UTF_8);
    return (switch (random.nextInt(5)) {
          case 0, 1 -> lines(text, random);
          case 2 -> replaced(text, KEY, random);
          case 3 -> replaced(text, VALUE, random);
          default -> mistyped(text, random);
        })
        .getBytes(UTF_8);
  }

  /** A line lost, doubled, moved or indented. */
  private static String lines(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int one = random.nextInt(lines.size());
    int other = random.nextInt(lines.size());
    switch (random.nextInt(5)) {
      case 0 -> lines.remove(one);
      case 1 -> lines.add(other, lines.get(one));
      case 2 -> Collections.swap(lines, one, other);
      case 3 -> lines.set(one, "  " + lines.get(one));
      default -> lines.set(one, lines.get(one).strip());
    }
    return String.join("\n", lines) + "\n";
  }

  /** One of what the pattern finds stands in the place of another. */
  private static String replaced(String text, Pattern pattern, Random random) {
    List<String> found = pattern.matcher(text).results().map(r -> r.group()).toList();
    if (found.isEmpty()) {
      return text;
    }
    int which = random.nextInt(found.size());
    String with = found.get(random.nextInt(found.size()));
    int[] number = {0};
    return pattern
        .matcher(text)
        .replaceAll(r -> Matcher.quoteReplacement(number[0]++ == which ? with : r.group()));
  }

  /** A letter lost, doubled or exchanged somewhere in a word. */
  private static String mistyped(String text, Random random) {
    List<String> words = WORD.matcher(text).results().map(r -> r.group()).toList();
    int which = random.nextInt(words.size());
    int[] number = {0};
    return WORD.matcher(text)
        .replaceAll(r -> number[0]++ == which ? typo(r.group(), random) : r.group());
  }

  private static String typo(String word, Random random) {
    int at = random.nextInt(word.length());
    return switch (random.nextInt(3)) {
      case 0 -> word.substring(0, at) + word.substring(at + 1);
      case 1 -> word.substring(0, at) + word.charAt(at) + word.substring(at);
      default -> word.substring(0, at) + "x" + word.substring(at + 1);
    };
  }
}
