package io.offerflow.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VariantTest {
  @Test
  void everyVariantOfTheExampleIsAWorkspaceOfItsOwn() throws IOException {
    Map<String, byte[]> example =
        WorkspaceReader.read(Path.of("../rules/examples/telecom")).files();
    Set<String> versions = new HashSet<>();
    for (int bits = 0; bits < 16; bits++) {
      Workspace workspace = WorkspaceReader.read(new Variant(bits).of(example)).workspace();
      assertThat(workspace).as("variant " + bits).isNotNull();
      versions.add(workspace.version());
    }
    assertThat(versions).hasSize(16);
  }
}
