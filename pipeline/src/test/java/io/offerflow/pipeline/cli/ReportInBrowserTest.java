package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, where there is one: Chromium, without a window. */
class ReportInBrowserTest {
  private static final Pattern CHART =
      Pattern.compile("<div class=\"chart\" id=\"([^\"]+)\".*?</div></div>", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void everyChartIsDrawnAndNothingIsComplainedOf() throws Exception {
    Path chromium = chromium();
    assumeThat(chromium).as("Chromium is installed").isNotNull();
    ReportFolder files = ReportFolder.in(folder);
    Path page = folder.resolve("report.html");
    Ran ran =
        Ran.offerflow(
            "report",
            files.workspace(),
            "--decisions",
            files.decisions(),
            "--events",
            files.events(),
            "--out",
            page);
    assertThat(ran.exitCode()).as(ran.err()).isZero();

    String drawn = open(chromium, page);

    assertThat(Files.readString(folder.resolve("log"))).doesNotContain("CONSOLE");
    Matcher chart = CHART.matcher(drawn);
    int charts = 0;
    while (chart.find()) {
      charts++;
      assertThat(chart.group()).as(chart.group(1)).contains("<svg").contains("<path");
    }
    assertThat(charts).isGreaterThanOrEqualTo(7);
    assertThat(drawn).contains("data-drawn=\"" + charts + "\"");
    assertThat(drawn.replaceAll("(?s)<script>.*?</script>", "")).doesNotContain("<img");
  }

  /** A page that is broken is seen to be. */
  @Test
  void aComplaintIsNoticed() throws Exception {
    Path chromium = chromium();
    assumeThat(chromium).as("Chromium is installed").isNotNull();
    Path page = folder.resolve("broken.html");
    Files.writeString(page, "<!doctype html><script>nothing.like(this)</script>");
    open(chromium, page);
    assertThat(Files.readString(folder.resolve("log"))).contains("CONSOLE");
  }

  private static Path chromium() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** The page's elements after its programs have run; what the browser says is in the file log. */
  private String open(Path chromium, Path page) throws IOException, InterruptedException {
    Path dom = folder.resolve("dom");
    Process browser =
        new ProcessBuilder(
                List.of(
                    chromium.toString(),
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--user-data-dir=" + folder.resolve("profile"),
                    "--enable-logging=stderr",
                    "--window-size=1200,2000",
                    "--virtual-time-budget=5000",
                    "--dump-dom",
                    page.toUri().toString()))
            .redirectOutput(dom.toFile())
            .redirectError(folder.resolve("log").toFile())
            .start();
    try {
      assertThat(browser.waitFor(120, TimeUnit.SECONDS)).as("Chromium ends").isTrue();
    } finally {
      browser.destroyForcibly();
    }
    return Files.readString(dom);
  }
}
