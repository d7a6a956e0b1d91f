package io.offerflow.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Surroundings;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/decisions.md: no result and no outcome is left out, and what they quote is
 * seen in the examples, which the command line's tests run.
 */
class DecisionsPageTest {
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  private static String page() throws IOException {
    return Files.readString(Surroundings.find("docs/decisions.md"));
  }

  /** The rows of the table whose head begins so, as their cells. */
  private static List<List<String>> table(String head) throws IOException {
    return page()
        .substring(page().indexOf("\n" + head) + 1)
        .lines()
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> line.substring(2).split(" ?(?<!\\\\)\\| ?"))
        .map(Arrays::asList)
        .toList();
  }

  private static List<String> quoted(String cell) {
    List<String> found = new ArrayList<>();
    Matcher quoted = QUOTED.matcher(cell);
    while (quoted.find()) {
      found.add(quoted.group(1));
    }
    return found;
  }

  @Test
  void everyResultInTheOrderOfTheChecks() throws IOException {
    assertThat(table("| result |"))
        .extracting(row -> quoted(row.get(0)).get(0))
        .containsExactlyElementsOf(Arrays.stream(Result.values()).map(Result::word).toList());
  }

  @Test
  void everyOutcome() throws IOException {
    assertThat(table("| outcome |"))
        .extracting(row -> quoted(row.get(0)).get(0))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Decision.Kind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList());
  }

  @Test
  void theFirstDetailOfEachResultStandsInAnExampleWithThatResult() throws IOException {
    int details = 0;
    for (List<String> row : table("| result |")) {
      String result = quoted(row.get(0)).get(0);
      assertThat(page())
          .as(result)
          .containsPattern("\"result\": \"" + result + "\"|(?m)^    [a-z-]+ +[a-z]+ +" + result);
      for (String detail : row.size() < 3 ? List.<String>of() : whole(quoted(row.get(2)))) {
        String json = detail.replace("\"", "\\\"");
        assertThat(page().contains("\"detail\": \"" + json + "\"") || shown(result, detail))
            .as(result + " " + detail)
            .isTrue();
        details++;
      }
    }
    assertThat(details).isEqualTo(15);
  }

  /** The first that is quoted; what follows are words of the rule. */
  private static List<String> whole(List<String> quoted) {
    return quoted.isEmpty() ? List.of() : quoted.subList(0, 1);
  }

  private static boolean shown(String result, String detail) throws IOException {
    return page().contains(" " + result + "  " + detail);
  }

  @Test
  void everyBucketIsTheHashOfItsRow() throws IOException {
    List<List<String>> rows = table("| salt |");
    assertThat(rows).hasSizeGreaterThan(5);
    for (List<String> row : rows) {
      String salt = quoted(row.get(0)).get(0);
      assertThat(row.get(2)).isEqualTo(bucket(salt, row.get(1)).toString());
    }
    BigInteger number = new BigInteger(1, Arrays.copyOf(hash("corner", "gus"), 8));
    assertThat(page()).contains("`" + number.toString(16) + "`", " " + number + ",");
  }

  /** By other means than the product's. */
  private static BigInteger bucket(String salt, String customer) {
    byte[] first = Arrays.copyOf(hash(salt, customer), 8);
    return new BigInteger(1, first).mod(BigInteger.valueOf(10_000));
  }

  private static byte[] hash(String salt, String customer) {
    try {
      return MessageDigest.getInstance("SHA-256").digest((salt + "\0" + customer).getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
