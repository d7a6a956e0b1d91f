package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds customers' data is for the eyes of who started the program. */
class OwnerOnlyTest {
  @TempDir private Path folder;

  @Test
  void theFolderOfARunIsClosed() throws IOException {
    Path data = folder.resolve("new/data");
    try (LocalFolder claimed = LocalFolder.claim(data)) {
      assertThat(List.of(data, claimed.broker(), claimed.checkpoints(), claimed.scratch()))
          .allSatisfy(made -> assertThat(permissions(made)).isEqualTo("rwx------"));
    }
    try (LocalFolder temporary = LocalFolder.temporary()) {
      assertThat(permissions(temporary.broker().getParent())).isEqualTo("rwx------");
    }
  }

  @Test
  void scratchFilesElsewhereAreClosedAndDoNotStay() throws IOException {
    Path memory = Files.createDirectories(folder.resolve("memory"));
    Path data = folder.resolve("data");
    Path left;
    try (LocalFolder killed = LocalFolder.claim(data)) {
      left = killed.scratch(memory.toString());
      assertThat(permissions(left)).isEqualTo("rwx------");
      Files.writeString(left.resolve("000012.sst"), "customers");
      assertThat(killed.scratch(memory.toString())).isEqualTo(left).isEmptyDirectory();
      assertThat(killed.scratch(null)).isEqualTo(killed.scratch());
    }
    assertThat(left).doesNotExist();
    assertThat(memory).isEmptyDirectory();
  }

  @Test
  void inAFolderOfTheUsersTheOwnOnesAreClosed() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data/checkpoints")).getParent();
    open(data);
    open(data.resolve("checkpoints"));
    try (LocalFolder claimed = LocalFolder.claim(data)) {
      assertThat(permissions(data)).isEqualTo("rwxr-xr-x");
      assertThat(permissions(claimed.checkpoints())).isEqualTo("rwx------");
      assertThat(permissions(claimed.broker())).isEqualTo("rwx------");
    }
  }

  @Test
  void aReplaysFilesAreClosed() throws IOException {
    Path shop = Files.createDirectories(folder.resolve("shop"));
    Files.writeString(
        shop.resolve("workspace.yaml"),
        """
        offerflow: 1
        name: shop
        timezone: UTC
        currency: EUR
        language: en
        channels:
          sms: {address: customer}
        """);
    Path events = Files.writeString(folder.resolve("events.ndjson"), "no event\n");
    Path dead = folder.resolve("dead.ndjson");
    Path offers = folder.resolve("offers.ndjson");
    Path decisions = Files.writeString(folder.resolve("decisions.ndjson"), "");
    open(decisions);

    Ran ran =
        Ran.offerflow(
            "replay",
            shop,
            "--events",
            events,
            "--dead-letters",
            dead,
            "--offers",
            offers,
            "--decisions",
            decisions);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(permissions(dead)).isEqualTo("rw-------");
    assertThat(permissions(offers)).isEqualTo("rw-------");
    assertThat(permissions(decisions)).as("the user's own file").isEqualTo("rwxr-xr-x");
  }

  @Test
  void theLogIsClosed() throws Exception {
    Path log = folder.resolve("offerflow.log");
    String written =
        Files.readString(Path.of("src/main/resources/log4j2.xml"))
            .replaceAll("<Property name=\"file\">.*</Property>", named(log));
    Path xml = Files.writeString(folder.resolve("log4j2.xml"), written);
    LoggerContext context = new LoggerContext("closed");
    try (InputStream in = Files.newInputStream(xml)) {
      context.start(new XmlConfiguration(context, new ConfigurationSource(in, xml.toFile())));
      context.getLogger("io.offerflow").warn("something");
      assertThat(permissions(log)).isEqualTo("rw-------");
    } finally {
      context.stop();
    }
  }

  private static String named(Path log) {
    return "<Property name=\"file\">" + log + "</Property>";
  }

  private static void open(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
