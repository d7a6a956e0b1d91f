package io.offerflow.benchmarks;

import io.offerflow.decision.Input;
import io.offerflow.learning.Knowledge;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.Deployment;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.stock.Grants;
import io.offerflow.stock.Resource;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures from the first event that any core of this process handles to the last. Starting the
 * job, compiling its rules and ending it are not part of a drain rate.
 */
final class Stopwatch {
  private static final AtomicLong FIRST = new AtomicLong();
  private static final AtomicLong LAST = new AtomicLong();
  private static final AtomicLong EVENTS = new AtomicLong();
  private static final AtomicLong WAKEUPS = new AtomicLong();

  /** How many events a core handles between two looks at the clock. */
  static final int PER_LOOK = 64;

  private Stopwatch() {}

  static void reset() {
    FIRST.set(Long.MAX_VALUE);
    LAST.set(Long.MIN_VALUE);
    EVENTS.set(0);
    WAKEUPS.set(0);
  }

  /** While the cores are open a little behind: they tell when they look at the clock. */
  static long events() {
    return EVENTS.get();
  }

  /** Calls of the core by timers while there were events to read. */
  static long wakeups() {
    return WAKEUPS.get();
  }

  static double seconds() {
    return (LAST.get() - FIRST.get()) / 1e9;
  }

  static Core.Factory around(Core.Factory inner) {
    return new Timing(inner);
  }

  /** Its core is given all that the core within is given. */
  private record Timing(Core.Factory inner) implements Core.Factory {
    private static final long serialVersionUID = 1L;

    @Override
    public Core open(Deployment rules, DecisionMetrics metrics, Grants grants) {
      return new Timed(inner.open(rules, metrics, grants));
    }
  }

  private static final class Timed implements Core {
    private final Core core;
    private long events;
    private long wakeups;
    private long wakeupsBefore;

    Timed(Core core) {
      this.core = core;
    }

    @Override
    public void use(Knowledge knowledge) {
      core.use(knowledge);
    }

    @Override
    public long timing() {
      return core.timing();
    }

    @Override
    public SortedMap<Resource, Long> sizes() {
      return core.sizes();
    }

    @Override
    public byte[] filled(byte[] state, byte[] folded) {
      return core.filled(state, folded);
    }

    @Override
    public byte[] joined(byte[] state, Input.Joining late) {
      return core.joined(state, late);
    }

    @Override
    public boolean recordsNone(String customer) {
      return core.recordsNone(customer);
    }

    @Override
    public boolean keepsState() {
      return core.keepsState();
    }

    @Override
    public boolean mayHold() {
      return core.mayHold();
    }

    @Override
    public Held read(byte[] state) {
      return core.read(state);
    }

    @Override
    public void takeBack(Held state) {
      core.takeBack(state);
    }

    @Override
    public Answer handle(Held state, Input input) {
      if (!(input instanceof Input.Arrived)) {
        wakeups++;
        return core.handle(state, input);
      }
      wakeupsBefore = wakeups;
      if (events == 0) {
        long now = System.nanoTime();
        FIRST.accumulateAndGet(now, Math::min);
      }
      Answer answer = core.handle(state, input);
      events++;
      if (events % PER_LOOK == 0) {
        LAST.accumulateAndGet(System.nanoTime(), Math::max);
        EVENTS.addAndGet(PER_LOOK);
      }
      return answer;
    }

    @Override
    public void close() {
      EVENTS.addAndGet(events % PER_LOOK);
      WAKEUPS.addAndGet(wakeupsBefore);
      core.close();
    }
  }
}
