package io.offerflow.pipeline.backend;

import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.apache.flink.runtime.state.StateBackend;

/** Flink's RocksDB; what it saves and restores is Flink's too. */
final class FreezingBackend implements StateBackend {
  private static final long serialVersionUID = 1L;

  private final StateBackend rocksDb;

  FreezingBackend(StateBackend rocksDb) {
    this.rocksDb = rocksDb;
  }

  @Override
  public String getName() {
    return rocksDb.getName();
  }

  @Override
  public <K> CheckpointableKeyedStateBackend<K> createKeyedStateBackend(
      KeyedStateBackendParameters<K> parameters) throws Exception {
    return new FreezingKeyedBackend<>(rocksDb.createKeyedStateBackend(parameters));
  }

  @Override
  public OperatorStateBackend createOperatorStateBackend(OperatorStateBackendParameters parameters)
      throws Exception {
    return rocksDb.createOperatorStateBackend(parameters);
  }

  @Override
  public boolean useManagedMemory() {
    return rocksDb.useManagedMemory();
  }

  @Override
  public boolean supportsNoClaimRestoreMode() {
    return rocksDb.supportsNoClaimRestoreMode();
  }

  @Override
  public boolean supportsSavepointFormat(SavepointFormatType format) {
    return rocksDb.supportsSavepointFormat(format);
  }
}
