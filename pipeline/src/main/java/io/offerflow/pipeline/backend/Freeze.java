package io.offerflow.pipeline.backend;

import java.util.concurrent.CompletableFuture;

/**
 * Whether the keyed state of a task is frozen: from a checkpoint's barrier until RocksDB has put
 * its files aside it may be read and not written, because what is saved is the state of the
 * barrier. Whoever would write it meanwhile waits.
 *
 * <p>A task that keeps its changes to itself until then does not have to wait; it says so with
 * {@link #goOn}. For all others nothing is ever frozen: they take their snapshots themselves.
 *
 * <p>All but {@link #thaw} is the task thread's.
 */
public final class Freeze {
  private volatile CompletableFuture<Void> thawed = CompletableFuture.completedFuture(null);
  private Runnable whenThawed;

  /**
   * From now on events are handled while the state is frozen.
   *
   * @param thawed is called by another thread each time that the state can be written again
   */
  public void goOn(Runnable thawed) {
    whenThawed = thawed;
  }

  boolean isAllowed() {
    return whenThawed != null;
  }

  public boolean isOn() {
    return !thawed.isDone();
  }

  /** Until the state can be written: milliseconds, as long as RocksDB takes. */
  public void await() {
    thawed.join();
  }

  void begin() {
    if (isOn()) {
      throw new IllegalStateException("the state is frozen already");
    }
    thawed = new CompletableFuture<>();
  }

  void thaw() {
    thawed.complete(null);
    whenThawed.run();
  }
}
