package io.offerflow.pipeline.backend;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.InternalCheckpointListener;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupedInternalPriorityQueue;
import org.apache.flink.runtime.state.Keyed;
import org.apache.flink.runtime.state.KeyedStateFunction;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.PriorityComparable;
import org.apache.flink.runtime.state.SavepointResources;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.StateSnapshotTransformer.StateSnapshotTransformFactory;
import org.apache.flink.runtime.state.heap.HeapPriorityQueueElement;

/**
 * The keyed state of one task. Flink has a task take the first part of a snapshot itself, in which
 * RocksDB writes its memtables out and syncs a dozen files: 30 to 150 ms in which no event is
 * handled. Here the thread takes it that writes the snapshot away; until it is taken nobody writes
 * the state ({@link Freeze}), so that it is the state of the barrier all the same.
 *
 * <p>Values and timers are all that can be kept here, because they are all that knows of it.
 */
public final class FreezingKeyedBackend<K>
    implements CheckpointableKeyedStateBackend<K>, InternalCheckpointListener {
  private final CheckpointableKeyedStateBackend<K> rocksDb;
  private final Freeze freeze = new Freeze();

  /** The last that was to be taken beside the events. */
  private SnapshotBesideEvents last;

  FreezingKeyedBackend(CheckpointableKeyedStateBackend<K> rocksDb) {
    this.rocksDb = rocksDb;
  }

  public Freeze freeze() {
    return freeze;
  }

  private CheckpointableKeyedStateBackend<K> thawed() {
    freeze.await();
    return rocksDb;
  }

  @Override
  public RunnableFuture<SnapshotResult<KeyedStateHandle>> snapshot(
      long checkpoint, long timestamp, CheckpointStreamFactory streams, CheckpointOptions options)
      throws Exception {
    freeze.await();
    if (!freeze.isAllowed()) {
      return rocksDb.snapshot(checkpoint, timestamp, streams, options);
    }
    SnapshotBesideEvents snapshot =
        new SnapshotBesideEvents(
            () -> rocksDb.snapshot(checkpoint, timestamp, streams, options), freeze);
    freeze.begin();
    last = snapshot;
    return new FutureTask<>(snapshot) {
      @Override
      protected void done() {
        if (isCancelled()) {
          snapshot.cancel();
        }
      }
    };
  }

  @Override
  public SavepointResources<K> savepoint() throws Exception {
    return thawed().savepoint();
  }

  /** RocksDB must not be closed while a snapshot is taken, nor may one be taken afterwards. */
  @Override
  public void dispose() {
    if (last != null) {
      last.mustNotBegin();
    }
    thawed().dispose();
  }

  @Override
  public void close() throws IOException {
    rocksDb.close();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <N, S extends State> S getPartitionedState(
      N namespace, TypeSerializer<N> namespaces, StateDescriptor<S, ?> descriptor)
      throws Exception {
    S state = thawed().getPartitionedState(namespace, namespaces, descriptor);
    if (state instanceof ValueState<?> value) {
      return (S) new FreezingValueState<>(value, freeze);
    }
    throw unknown();
  }

  @Override
  public <N, S extends State, T> S getOrCreateKeyedState(
      TypeSerializer<N> namespaces, StateDescriptor<S, T> descriptor) {
    throw unknown();
  }

  @Override
  public <N, V, E, S extends State, I extends S> I createOrUpdateInternalState(
      TypeSerializer<N> namespaces,
      StateDescriptor<S, V> descriptor,
      StateSnapshotTransformFactory<E> transforms) {
    throw unknown();
  }

  private static UnsupportedOperationException unknown() {
    return new UnsupportedOperationException("only values and timers can be kept here");
  }

  @Override
  public <T extends HeapPriorityQueueElement & PriorityComparable<? super T> & Keyed<?>>
      KeyGroupedInternalPriorityQueue<T> create(String name, TypeSerializer<T> elements) {
    return new FreezingQueue<>(thawed().create(name, elements), freeze);
  }

  @Override
  public <T extends HeapPriorityQueueElement & PriorityComparable<? super T> & Keyed<?>>
      KeyGroupedInternalPriorityQueue<T> create(
          String name, TypeSerializer<T> elements, boolean allowFutureMetadataUpdates) {
    return new FreezingQueue<>(thawed().create(name, elements, allowFutureMetadataUpdates), freeze);
  }

  @Override
  public <N, S extends State, T> void applyToAllKeys(
      N namespace,
      TypeSerializer<N> namespaces,
      StateDescriptor<S, T> descriptor,
      KeyedStateFunction<K, S> function)
      throws Exception {
    thawed().applyToAllKeys(namespace, namespaces, descriptor, function);
  }

  @Override
  public <N> Stream<K> getKeys(String state, N namespace) {
    return rocksDb.getKeys(state, namespace);
  }

  @Override
  public <N> Stream<K> getKeys(List<String> states, N namespace) {
    return rocksDb.getKeys(states, namespace);
  }

  @Override
  public <N> Stream<Tuple2<K, N>> getKeysAndNamespaces(String state) {
    return rocksDb.getKeysAndNamespaces(state);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    if (rocksDb instanceof CheckpointListener listener) {
      listener.notifyCheckpointComplete(checkpoint);
    }
  }

  @Override
  public void notifyCheckpointAborted(long checkpoint) throws Exception {
    if (rocksDb instanceof CheckpointListener listener) {
      listener.notifyCheckpointAborted(checkpoint);
    }
  }

  @Override
  public void notifyCheckpointSubsumed(long checkpoint) throws Exception {
    if (rocksDb instanceof InternalCheckpointListener listener) {
      listener.notifyCheckpointSubsumed(checkpoint);
    }
  }

  @Override
  public void setCurrentKey(K key) {
    rocksDb.setCurrentKey(key);
  }

  @Override
  public void setCurrentKeyAndKeyGroup(K key, int keyGroup) {
    rocksDb.setCurrentKeyAndKeyGroup(key, keyGroup);
  }

  @Override
  public K getCurrentKey() {
    return rocksDb.getCurrentKey();
  }

  @Override
  public TypeSerializer<K> getKeySerializer() {
    return rocksDb.getKeySerializer();
  }

  @Override
  public KeyGroupRange getKeyGroupRange() {
    return rocksDb.getKeyGroupRange();
  }

  @Override
  public void registerKeySelectionListener(KeySelectionListener<K> listener) {
    rocksDb.registerKeySelectionListener(listener);
  }

  @Override
  public boolean deregisterKeySelectionListener(KeySelectionListener<K> listener) {
    return rocksDb.deregisterKeySelectionListener(listener);
  }

  @Override
  public boolean isSafeToReuseKVState() {
    return rocksDb.isSafeToReuseKVState();
  }

  @Override
  public String getBackendTypeIdentifier() {
    return rocksDb.getBackendTypeIdentifier();
  }
}
