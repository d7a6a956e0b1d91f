package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.testing.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Does what a page tells its reader to do, from the first line to the last: saves the files whose
 * names begin with {@code ./}, gives the commands after {@code $}, and sees what the page says that
 * she sees. Of a file that a command wrote, the page may show one line of JSON, in several lines.
 */
class TutorialTest {
  private static final Pattern BLOCK =
      Pattern.compile(
          "^```(\\w+) ?(\\S*)( at the end| line \\d+)?\n(.*?)^```$",
          Pattern.DOTALL | Pattern.MULTILINE);

  /** A bundle's version is another one whenever the workspace a reader starts from is. */
  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{64}");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"docs/campaigns.md, 9", "docs/decisions.md, 6"})
  void whatThePageShowsIsWhatHappens(String file, int atLeast) throws IOException {
    String page = Files.readString(Surroundings.find(file));
    int commands = 0;
    for (Matcher block = BLOCK.matcher(page); block.find(); ) {
      if (block.group(1).equals("console")) {
        for (String session : block.group(4).split("(?m)^(?=\\$ )")) {
          if (!session.isEmpty()) {
            give(session);
            commands++;
          }
        }
      } else if (block.group(3) != null && block.group(3).startsWith(" line ")) {
        int line = Integer.parseInt(block.group(3).substring(" line ".length()));
        assertThat(line(block.group(2), line)).isEqualTo(JSON.readTree(same(block.group(4))));
      } else if (block.group(2).startsWith("./")) {
        save(block.group(2), block.group(4), block.group(3) != null);
      }
    }
    assertThat(commands).isGreaterThanOrEqualTo(atLeast);
  }

  private JsonNode line(String name, int line) throws IOException {
    return JSON.readTree(same(Files.readAllLines(folder.resolve(name)).get(line - 1)));
  }

  private void save(String name, String text, boolean atTheEnd) throws IOException {
    Path file = folder.resolve(name).normalize();
    Files.createDirectories(file.getParent());
    if (atTheEnd) {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } else {
      Files.writeString(file, text);
    }
  }

  private void give(String session) {
    int end = session.indexOf('\n');
    List<Object> words = new ArrayList<>();
    for (String word : session.substring("$ ./offerflow ".length(), end).split(" ")) {
      words.add(word(word, words));
    }
    if (words.subList(0, 2).equals(List.of("new", "workspace"))) {
      words.addAll(List.of("--in", folder));
    }
    Ran ran = Ran.offerflow(words.toArray());

    String said = (ran.out() + ran.err()).replace(folder + "/", "");
    assertThat(same(said))
        .as(session.substring(0, end))
        .isEqualTo(same(session.substring(end + 1)));
  }

  /** The page's reader stands in the folder of the repository, this test does not. */
  private Object word(String word, List<Object> before) {
    int equals = word.indexOf('=');
    String file = word.substring(equals + 1);
    if (file.startsWith("rules/")) {
      return Surroundings.find(file);
    }
    if (!before.isEmpty()
        && before.get(before.size() - 1).equals("--decisions")
        && !file.equals("-")) {
      return folder.resolve(file);
    }
    boolean named = before.equals(List.of("new", "workspace"));
    boolean there = !file.startsWith("-") && Files.exists(folder.resolve(file));
    return there && !named ? word.substring(0, equals + 1) + folder.resolve(file) : word;
  }

  private static String same(String text) {
    return VERSION.matcher(text).replaceAll("(version)").stripTrailing();
  }
}
