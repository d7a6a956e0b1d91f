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

class EventArgumentTest {
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
    assertThat(EventArgument.parse(List.of(file.toString()), FEEDS))
        .containsExactly(new EventArgument(file, null));
  }

  @Test
  void theFeedStandsBeforeTheFirstEqualsSign() {
    assertThat(EventArgument.parse(List.of("cdnow=" + file), FEEDS))
        .containsExactly(new EventArgument(file, CDNOW));
  }

  @Test
  void anUnknownFeedIsNamedBesideTheKnownOnes() {
    assertThatThrownBy(() -> EventArgument.parse(List.of("cdnwo=" + file), FEEDS))
        .isInstanceOf(Stop.class)
        .hasMessageContaining("'cdnwo'")
        .hasMessageContaining("cdnow");
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> EventArgument.parse(List.of("cdnow=" + folder + "/none"), FEEDS))
        .isInstanceOf(Stop.class)
        .hasMessage("there is no file " + folder + "/none");
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> EventArgument.parse(List.of(folder.toString()), FEEDS))
        .isInstanceOf(Stop.class)
        .hasMessageContaining("is a folder");
  }
}
