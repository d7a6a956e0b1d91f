package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.workspace.Feed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSourceTest {
  private static final Feed CDNOW =
      new Feed(
          "cdnow",
          null,
          new Feed.Json(),
          "purchase",
          "{file}:{line}",
          "{/who}",
          new Feed.Fixed(Instant.EPOCH),
          false,
          Map.of(),
          Map.of());
  private static final Map<String, Feed> FEEDS = Map.of("cdnow", CDNOW);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeAFile() throws IOException {
    file = Files.writeString(folder.resolve("a=b.ndjson"), "");
  }

  @Test
  void aFileWithoutFeedIsInOfferflowsOwnForm() {
    assertThat(EventSource.parse(List.of(file.toString()), FEEDS))
        .containsExactly(new EventSource(file, null));
  }

  @Test
  void theFeedStandsBeforeTheFirstEqualsSign() {
    assertThat(EventSource.parse(List.of("cdnow=" + file), FEEDS))
        .containsExactly(new EventSource(file, CDNOW));
  }

  @Test
  void anUnknownFeedIsNamedBesideTheKnownOnes() {
    assertThatThrownBy(() -> EventSource.parse(List.of("cdnwo=" + file), FEEDS))
        .isInstanceOf(Stop.class)
        .hasMessageContaining("'cdnwo'")
        .hasMessageContaining("cdnow");
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> EventSource.parse(List.of("cdnow=" + folder + "/none"), FEEDS))
        .isInstanceOf(Stop.class)
        .hasMessage("there is no file " + folder + "/none");
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> EventSource.parse(List.of(folder.toString()), FEEDS))
        .isInstanceOf(Stop.class)
        .hasMessageContaining("is a folder");
  }
}
