package io.offerflow.pipeline.backend;

import java.io.IOException;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StateBackendFactory;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackendFactory;

/** What Flink's {@code state.backend.type} names. */
public final class FreezingBackendFactory implements StateBackendFactory<StateBackend> {

  @Override
  public StateBackend createFromConfig(ReadableConfig config, ClassLoader classes)
      throws IOException {
    EmbeddedRocksDBStateBackend rocksDb =
        new EmbeddedRocksDBStateBackendFactory().createFromConfig(config, classes);
    // Timers on the heap would have to be saved by Flink itself, which knows only its own backends.
    rocksDb.setPriorityQueueStateType(PriorityQueueStateType.ROCKSDB);
    return new FreezingBackend(rocksDb);
  }
}
