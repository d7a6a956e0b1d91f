package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of {@code ./offerflow} in an empty checkout with tools that are made up. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "offerflow").toAbsolutePath().normalize();
  private static final String TOOLS =
      "bash env dirname readlink sed head tail cut find mkdir rm mv flock sleep";

  private final Map<String, String> environment = new HashMap<>();
  @TempDir private Path folder;
  private Path home;
  private Path tools;

  private record Ended(int exitCode, String out, String err) {}

  @BeforeEach
  void makeACheckout() throws IOException {
    assumeThat(LAUNCHER).exists();
    home = Files.createDirectories(folder.resolve("check out"));
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(LAUNCHER, home.resolve("offerflow"));
    Files.setPosixFilePermissions(
        home.resolve("offerflow"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("pom.xml"), "<project>\n  <version>1.2.3</version>\n</project>");
    for (String module : List.of("rules", "connectors", "pipeline")) {
      Files.createDirectories(home.resolve(module).resolve("src/main"));
      Files.writeString(home.resolve(module).resolve("pom.xml"), "");
    }
    for (String tool : TOOLS.split(" ")) {
      passOnTool(tool);
    }
  }

  @Test
  void withoutJavaItSaysSo() throws Exception {
    Ended ended = launch("validate", "x");

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.err())
        .isEqualTo(
            "offerflow: there is no java on the PATH; install a JDK 17 or newer, or set JAVA_HOME"
                + " to one.\n");
  }

  @Test
  void anOldJavaIsNamedWithItsVersion() throws Exception {
    tool("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

    Ended ended = launch("validate", "x");

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.err()).contains("is Java 11.0.2, and Offerflow needs 17 or newer");
  }

  @Test
  void aRuntimeWithoutCompilerCannotBuild() throws Exception {
    javaOf17();
    tool("mvn", "exit 0");

    Ended ended = launch("validate", "x");

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.err()).contains("is a runtime without a compiler");
  }

  @Test
  void withoutMavenItSaysSo() throws Exception {
    javaOf17();

    Ended ended = launch("validate", "x");

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.err()).contains("there is no mvn on the PATH");
  }

  @Test
  void aFailedBuildNamesItsLog() throws Exception {
    javaOf17();
    tool("javac", "");
    tool("mvn", "echo '[ERROR] no such dependency'; exit 1");

    Ended ended = launch("validate", "x");

    assertThat(ended.exitCode()).isEqualTo(3);
    Path log = home.resolve("pipeline/target/offerflow-build.log");
    assertThat(ended.err()).contains("the build failed; what Maven said is in " + log);
    assertThat(log).content().contains("no such dependency");
  }

  @Test
  void versionNeedsNoBuild() throws Exception {
    javaOf17();

    Ended ended = launch("--version");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("offerflow 1.2.3 (java 17.0.1)\n");
  }

  @Test
  void theOptionsOfJavaNeedNoBuildAndSuitTheCommand() throws Exception {
    javaOf17();

    Ended replay = launch("--java-options", "replay", "x", "--events", "y");
    Ended run = launch("--java-options", "run", "x");

    assertThat(replay.exitCode()).isZero();
    assertThat(replay.out().lines())
        .contains("-XX:+UseParallelGC", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8");
    assertThat(run.out().lines())
        .contains("-XX:+UseG1GC", "-XX:InitialRAMPercentage=25", "-XX:MaxHeapFreeRatio=100")
        .doesNotContain("-XX:+UseParallelGC");
  }

  /** Ten megabytes of events that are packed are a hundred when they are not. */
  @Test
  void manyEventsGetTheCompilerThatTakesItsTime() throws Exception {
    javaOf17();
    Path plain = Files.write(folder.resolve("a.ndjson"), new byte[7 << 20]);
    Path packed = Files.write(folder.resolve("a.ndjson.gz"), new byte[7 << 20]);

    Ended few = launch("--java-options", "replay", "x", "--events", plain.toString());
    Ended many = launch("--java-options", "replay", "x", "--events", "feed=" + packed);

    assertThat(few.out().lines()).contains("-XX:TieredStopAtLevel=1");
    assertThat(many.out().lines()).doesNotContain("-XX:TieredStopAtLevel=1");
  }

  @Test
  void aCollectorThatTheUserNamesTakesThePlaceOfItsOwn() throws Exception {
    javaOf17();

    environment.put("OFFERFLOW_JAVA_OPTS", "-Xmx1g -XX:+UseZGC");
    Ended named = launch("--java-options", "run", "x");
    environment.put("OFFERFLOW_JAVA_OPTS", "-XX:+UseGCOverheadLimit");
    Ended other = launch("--java-options", "run", "x");

    assertThat(named.exitCode()).isZero();
    assertThat(named.out().lines())
        .contains("-XX:InitialRAMPercentage=25")
        .noneMatch(option -> option.endsWith("GC"));
    assertThat(other.out().lines()).contains("-XX:+UseG1GC");
  }

  @Test
  void itBuildsOnceAndHandsTheArgumentsOn() throws Exception {
    javaOf17();
    tool("javac", "");
    String target = home.resolve("pipeline/target").toString();
    tool(
        "mvn",
        "echo built >>'%s/builds'; mkdir -p '%s/lib'; : >'%s/offerflow-pipeline-1.2.3.jar'"
            .formatted(folder, target, target));

    Ended first = launch("validate", "a b");
    Ended second = launch("validate", "a b");

    assertThat(first.err()).startsWith("building Offerflow (first use");
    assertThat(second.err()).isEmpty();
    assertThat(List.of(first.exitCode(), second.exitCode())).containsOnly(0);
    assertThat(second.out()).contains("<-Dofferflow.asks=false>");
    assertThat(second.out()).endsWith("<io.offerflow.pipeline.cli.Main><validate><a b>\n");
    assertThat(folder.resolve("builds")).hasContent("built");
  }

  private void javaOf17() throws IOException {
    tool(
        "java",
        "if [ \"$1\" = -version ]; then echo 'openjdk version \"17.0.1\"' >&2; "
            + "else printf '<%s>' \"$@\"; echo; fi");
  }

  private void tool(String name, String script) throws IOException {
    Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void passOnTool(String name) throws IOException {
    for (String path : System.getenv("PATH").split(":")) {
      Path found = Path.of(path, name);
      if (Files.isExecutable(found)) {
        tool(name, "exec " + found + " \"$@\"");
        return;
      }
    }
  }

  private Ended launch(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("offerflow").toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", tools.toString());
    int exitCode = builder.start().waitFor();
    return new Ended(
        exitCode,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
