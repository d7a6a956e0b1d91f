package io.offerflow.pipeline.backend;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.util.concurrent.FutureUtils;

/**
 * A snapshot that the thread takes which then writes it away, not the task's. The state thaws as
 * soon as RocksDB has put its files aside, and also when that fails or nobody wants it any more.
 */
final class SnapshotBesideEvents implements Callable<SnapshotResult<KeyedStateHandle>> {
  private final Callable<RunnableFuture<SnapshotResult<KeyedStateHandle>>> taking;
  private final Freeze freeze;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile RunnableFuture<SnapshotResult<KeyedStateHandle>> taken;
  private volatile boolean unwanted;

  /**
   * @param taking puts RocksDB's files aside; what it returns writes them away
   */
  SnapshotBesideEvents(
      Callable<RunnableFuture<SnapshotResult<KeyedStateHandle>>> taking, Freeze freeze) {
    this.taking = taking;
    this.freeze = freeze;
  }

  @Override
  public SnapshotResult<KeyedStateHandle> call() throws Exception {
    if (!begun.compareAndSet(false, true)) {
      throw new CancellationException("the snapshot was given up before it began");
    }
    try {
      taken = taking.call();
    } finally {
      freeze.thaw();
    }
    if (unwanted) {
      taken.cancel(true);
    }
    return FutureUtils.runIfNotDoneAndGet(taken);
  }

  /** It never begins, unless it has begun already. */
  void mustNotBegin() {
    if (begun.compareAndSet(false, true)) {
      freeze.thaw();
    }
  }

  /** Nobody wants it any more; what of it is there is deleted. */
  void cancel() {
    mustNotBegin();
    unwanted = true;
    RunnableFuture<?> now = taken;
    if (now != null) {
      now.cancel(true);
    }
  }
}
