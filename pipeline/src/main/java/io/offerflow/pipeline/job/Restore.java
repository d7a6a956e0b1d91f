package io.offerflow.pipeline.job;

import java.io.DataInputStream;
import java.io.IOException;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;

/** How a job takes over what another has saved. */
final class Restore {
  private Restore() {}

  /**
   * Whether what is restored becomes the job's own, to be deleted once nothing needs it. All does
   * but savepoints in RocksDB's own format: the first checkpoints after one that was claimed refer
   * to its files, and Flink 2.2.1 looks for these in the checkpoint's folder when it restores them
   * (FLINK-39964). One that is not claimed is left behind, and the next checkpoint saves all anew.
   *
   * @param from a checkpoint or savepoint, a URI
   * @throws IOException when there is none
   */
  static RecoveryClaimMode mode(String from) throws IOException {
    try {
      return isNativeSavepoint(properties(from))
          ? RecoveryClaimMode.NO_CLAIM
          : RecoveryClaimMode.CLAIM;
    } catch (IOException e) {
      throw new IOException("cannot read the state saved in " + from + ": " + e.getMessage(), e);
    }
  }

  /** Null where nothing is said of it, as versions of Flink before 1.15 did. */
  private static CheckpointProperties properties(String from) throws IOException {
    CompletedCheckpointStorageLocation saved =
        AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(from);
    try (DataInputStream in = new DataInputStream(saved.getMetadataHandle().openInputStream())) {
      return Checkpoints.loadCheckpointMetadata(in, Restore.class.getClassLoader(), from)
          .getCheckpointProperties();
    }
  }

  private static boolean isNativeSavepoint(CheckpointProperties properties) {
    return properties != null
        && properties.getCheckpointType() instanceof SavepointType type
        && type.getFormatType() == SavepointFormatType.NATIVE;
  }
}
