package io.offerflow.pipeline.backend;

import java.util.Collection;
import java.util.Set;
import org.apache.flink.runtime.state.KeyGroupedInternalPriorityQueue;
import org.apache.flink.util.CloseableIterator;

/** Timers, which wait until they may be written: RocksDB's queue writes even when it is read. */
final class FreezingQueue<T> implements KeyGroupedInternalPriorityQueue<T> {
  private final KeyGroupedInternalPriorityQueue<T> queue;
  private final Freeze freeze;

  FreezingQueue(KeyGroupedInternalPriorityQueue<T> queue, Freeze freeze) {
    this.queue = queue;
    this.freeze = freeze;
  }

  private KeyGroupedInternalPriorityQueue<T> thawed() {
    freeze.await();
    return queue;
  }

  @Override
  public T poll() {
    return thawed().poll();
  }

  @Override
  public T peek() {
    return thawed().peek();
  }

  @Override
  public boolean add(T element) {
    return thawed().add(element);
  }

  @Override
  public boolean remove(T element) {
    return thawed().remove(element);
  }

  @Override
  public boolean isEmpty() {
    return thawed().isEmpty();
  }

  @Override
  public int size() {
    return thawed().size();
  }

  @Override
  public void addAll(Collection<? extends T> elements) {
    thawed().addAll(elements);
  }

  @Override
  public CloseableIterator<T> iterator() {
    return thawed().iterator();
  }

  @Override
  public Set<T> getSubsetForKeyGroup(int keyGroup) {
    return thawed().getSubsetForKeyGroup(keyGroup);
  }
}
