package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir private static Path folder;
  private static ReportFolder files;
  private static String page;
  private static JsonNode json;

  @BeforeAll
  static void report() throws IOException {
    files = ReportFolder.in(folder);
    Path out = folder.resolve("report.html");
    Ran ran = report(files.decisions(), files.events(), "--out", out, "--json");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.err()).endsWith("0 dead letters; the page is " + out + "\n");
    page = Files.readString(out);
    json = new ObjectMapper().readTree(ran.out());
  }

  private static Ran report(Path decisions, Path events, Object... more) {
    Object[] words = new Object[6 + more.length];
    words[0] = "report";
    words[1] = files.workspace();
    words[2] = "--decisions";
    words[3] = decisions;
    words[4] = "--events";
    words[5] = events;
    System.arraycopy(more, 0, words, 6, more.length);
    return Ran.offerflow(words);
  }

  /** Counted here by hand, from the files. */
  @Test
  void theFiguresAreThoseOfTheFiles() throws IOException {
    String decisions = Files.readString(files.decisions());
    String events = Files.readString(files.events());
    long offered = count(decisions, "\"outcome\":\"offered\"");
    long control = count(decisions, "\"outcome\":\"control\"");
    long bought = count(events, "\"type\":\"purchase\"");
    assertThat(offered + control).isEqualTo(500);
    assertThat(json.at("/decisions/offered").asLong()).isEqualTo(offered);
    assertThat(json.at("/decisions/none").asLong()).isEqualTo(250);
    assertThat(json.at("/all/contacts").asLong()).isEqualTo(offered);
    assertThat(json.at("/all/accepted").asLong()).isEqualTo(count(events, "accepted"));
    JsonNode data = json.at("/campaigns/0");
    long converted = data.at("/contacted/converted").asLong();
    assertThat(converted + data.at("/left_alone/converted").asLong()).isEqualTo(bought);
    assertThat(json.at("/all/cost").asDouble()).isEqualTo(offered * 0.5);
  }

  private static long count(String text, String part) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }

  @Test
  void whatTheMessagesDidIsFound() {
    JsonNode uplift = json.at("/uplifts/0");
    assertThat(uplift.at("/verdict").asText()).isIn("more", "too_few");
    assertThat(uplift.at("/difference").asDouble()).isBetween(0.15, 0.4);
    assertThat(uplift.at("/interval_95/0").asDouble()).isPositive();
    assertThat(json.at("/checks/0/alarm").asBoolean()).isFalse();
    assertThat(json.at("/reasons").toString()).contains("\"cap\"", "max 1 last 24h");
  }

  @Test
  void everyChartHasItsTableAndALabel() {
    long charts = count(page, "class=\"chart\"");
    assertThat(charts).isGreaterThanOrEqualTo(7);
    assertThat(count(page, "<details id=")).isEqualTo(charts);
    assertThat(count(page, "role=\"img\"")).isEqualTo(charts);
    assertThat(count(page, "<figcaption")).isEqualTo(charts);
    assertThat(page).contains("What earns, and what does not", "Did the messages make the");
    assertThat(count(page, "<table>")).isEqualTo(count(page, "</table>"));
  }

  @Test
  void noTextOfAWorkspaceBecomesMarkup() {
    assertThat(page).doesNotContain(ReportFolder.NASTY);
    assertThat(markup()).doesNotContain("<img");
    assertThat(markup()).contains("&lt;/script&gt;&lt;script&gt;window.broken=1");
    assertThat(count(page, "<script>")).isEqualTo(2);
    assertThat(count(markup(), "<script")).isEqualTo(1);
  }

  /** The page without its two programs. */
  private static String markup() {
    return page.replaceAll("(?s)<script>.*?</script>", "");
  }

  @Test
  void thePageNeedsNothingButItself() {
    assertThat(markup()).doesNotContain("http:").doesNotContain("https:");
    assertThat(markup()).doesNotContainPattern("<[^>]* (src|href)=").doesNotContain("<link");
    assertThat(markup()).contains("@media print", "prefers-color-scheme: dark");
    assertThat(page).contains("default-src &#39;none&#39;").contains("script-src &#39;sha256-");
  }

  @Test
  void theSameFilesMakeTheSamePage() throws IOException {
    Path again = folder.resolve("again.html");
    assertThat(report(files.decisions(), files.events(), "--out", again).exitCode()).isZero();
    assertThat(Files.readString(again)).isEqualTo(page);
  }

  @Test
  void linesWithoutADecisionAreSaid() throws IOException {
    Path some = folder.resolve("some.ndjson");
    Files.writeString(some, Files.readString(files.decisions()) + "nonsense\n");
    Ran ran = report(some, files.events(), "--json");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err())
        .contains("1 line without a decision record, the first at " + some + ":751");
  }

  @Test
  void wrongFilesAreRefused() {
    Path out = folder.resolve("out.html");
    Ran swapped = report(files.events(), files.decisions(), "--out", out);
    assertThat(swapped.exitCode()).isEqualTo(Stop.INPUT);
    assertThat(swapped.err()).contains("there is no decision record in these files; see ");
    Ran over = report(files.decisions(), files.events(), "--out", files.events());
    assertThat(over.exitCode()).isEqualTo(Stop.INPUT);
    assertThat(over.err()).contains("is one of the files to be read");
    Ran nowhere = report(files.decisions(), files.events());
    assertThat(nowhere.exitCode()).isEqualTo(Stop.USAGE);
    assertThat(nowhere.err()).contains("--out report.html");
    Ran missing = report(folder.resolve("nothing"), files.events(), "--json");
    assertThat(missing.exitCode()).isEqualTo(Stop.INPUT);
  }

  @Test
  void packedFilesAreReadAndOthersRefused() throws IOException {
    Path packed = folder.resolve("decisions.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(files.decisions(), out);
    }
    Ran ran = report(packed, files.events(), "--json");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(new ObjectMapper().readTree(ran.out())).isEqualTo(json);
    byte[] cut = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(cut, cut.length / 2));
    Ran damaged = report(packed, files.events(), "--json");
    assertThat(damaged.exitCode()).isEqualTo(Stop.INPUT);
    assertThat(damaged.err()).contains(packed + " is compressed (gzip), and damaged or cut off");
  }

  @Test
  void decisionsAfterTheEndAreLeftOut() throws IOException {
    Ran ran =
        report(files.decisions(), files.events(), "--json", "--until", "2026-03-02T11:00:00Z");
    JsonNode early = new ObjectMapper().readTree(ran.out());
    assertThat(early.at("/decisions/none").isMissingNode()).isTrue();
    assertThat(early.at("/all/converted").asLong()).isZero();
  }
}
