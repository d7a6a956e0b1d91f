package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaCommandTest {
  @TempDir private Path folder;

  @Test
  void aSchemaIsWrittenForEveryKindOfFile() throws IOException {
    Path target = folder.resolve("a/b");

    Ran ran = Ran.offerflow("schema", target);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .startsWith("9 schemas are in " + target + "\n")
        .contains("# yaml-language-server: $schema=" + target.toUri());
    try (Stream<Path> files = Files.list(target)) {
      List<Path> written = files.sorted().toList();
      assertThat(written)
          .extracting(file -> file.getFileName().toString())
          .contains("campaign.schema.json", "zones.schema.json", "tests.schema.json")
          .hasSize(9);
      for (Path file : written) {
        assertThat(new ObjectMapper().readTree(file.toFile()).path("title").asText())
            .startsWith("Offerflow: ");
      }
    }
  }

  @Test
  void newerSchemasReplaceOlderOnes() throws IOException {
    Files.writeString(folder.resolve("campaign.schema.json"), "{}");

    assertThat(Ran.offerflow("schema", folder).exitCode()).isZero();
    assertThat(Files.readString(folder.resolve("campaign.schema.json"))).contains("act within");
  }

  @Test
  void aFileInPlaceOfTheFolderIsTheUsersInput() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");

    Ran ran = Ran.offerflow("schema", file);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).isEqualTo("offerflow schema: " + file + " is a file; name a folder.\n");
    assertThat(file).hasContent("mine");
  }

  @Test
  void aFolderThatCannotBeMadeIsOutside() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");

    assertThat(Ran.offerflow("schema", file.resolve("below")).exitCode()).isEqualTo(3);
  }
}
