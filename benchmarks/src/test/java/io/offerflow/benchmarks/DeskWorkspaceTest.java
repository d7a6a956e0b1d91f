package io.offerflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read is read fast, and proves nothing. */
final class DeskWorkspaceTest {

  @Test
  void theWrittenWorkspaceIsValid(@TempDir Path folder) throws IOException {
    DeskBenchmark.write(folder, 30);

    WorkspaceReader.Result read = WorkspaceReader.read(folder);

    assertThat(read.problems()).isEmpty();
    assertThat(read.workspace().campaigns()).hasSize(30);
  }
}
