package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the bytes are: a workspace, or problems with places; never an exception. */
class WorkspaceFuzzTest {
  private static final Map<String, byte[]> TELECOM = ExamplesTest.bytes("telecom");
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          ",",
          "'",
          "\"",
          "- ",
          "\n",
          "  ",
          "\t",
          "#",
          "&a ",
          "*a",
          "!!str ",
          "|",
          ">",
          "%",
          "{{",
          "}}",
          "..",
          "null",
          "~",
          "-1",
          "1e999999999",
          "0x1f",
          "2026-02-30",
          "\u0000",
          "\uFEFF",
          "é",
          "😀",
          "<<: ",
          "---\n",
          "? ",
          "@",
          "`",
          "\\");

  @Property(tries = 80)
  void bytesOfAnyKind(@ForAll byte[] bytes, @ForAll long seed) {
    Map<String, byte[]> files = new TreeMap<>(TELECOM);
    String file = List.copyOf(files.keySet()).get(new Random(seed).nextInt(files.size()));
    files.put(file, bytes);

    assertReads(files);
  }

  @Property(tries = 150)
  void examplesWithPiecesChanged(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, byte[]> files = new TreeMap<>(TELECOM);
    for (int i = 0; i <= random.nextInt(3); i++) {
      String file = List.copyOf(files.keySet()).get(random.nextInt(files.size()));
      files.put(file, mutated(files.get(file), random));
    }

    assertReads(files);
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    StringBuilder text = new StringBuilder(new String(bytes, UTF_8));
    for (int i = 0; i <= random.nextInt(4); i++) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> text.delete(at, end);
        case 2 -> text.insert(at, text.substring(at, end));
        default -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    byte[] changed = text.toString().getBytes(UTF_8);
    return random.nextInt(10) > 0
        ? changed
        : Arrays.copyOf(changed, random.nextInt(changed.length + 1));
  }

  private static void assertReads(Map<String, byte[]> files) {
    WorkspaceReader.Result result = WorkspaceReader.read(files);

    boolean failed =
        result.problems().stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
    assertThat(result.workspace() == null).isEqualTo(failed);
    assertThat(result.problems()).isSorted();
    assertThat(result.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.line()).isGreaterThanOrEqualTo(0);
              assertThat(problem.message()).isNotBlank().doesNotContain("Exception", "null)");
            });
  }
}
