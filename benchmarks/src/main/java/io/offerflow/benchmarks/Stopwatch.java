package io.offerflow.benchmarks;

import io.offerflow.decision.Input;
import io.offerflow.learning.Knowledge;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.Deployment;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.stock.Grants;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures from the first event that any core of this process handles to the last. Starting the
 * job, compiling its rules and ending it are not part of a drain rate.
 */
final class Stopwatch {
  private static final AtomicLong FIRST = new AtomicLong();
  private static final AtomicLong LAST = new AtomicLong();
  private static final AtomicLong EVENTS = new AtomicLong();

  /** How many events a core handles between two looks at the clock. */
  private static final int PER_LOOK = 64;

  private Stopwatch() {}

  static void reset() {
    FIRST.set(Long.MAX_VALUE);
    LAST.set(Long.MIN_VALUE);
    EVENTS.set(0);
  }

  static long events() {
    return EVENTS.get();
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
    public boolean keepsState() {
      return core.keepsState();
    }

    @Override
    public Answer handle(byte[] state, Input input) {
      if (!(input instanceof Input.Arrived)) {
        return core.handle(state, input);
      }
      if (events == 0) {
        long now = System.nanoTime();
        FIRST.accumulateAndGet(now, Math::min);
      }
      Answer answer = core.handle(state, input);
      events++;
      if (events % PER_LOOK == 0) {
        LAST.accumulateAndGet(System.nanoTime(), Math::max);
      }
      return answer;
    }

    @Override
    public void close() {
      EVENTS.addAndGet(events);
      core.close();
    }
  }
}
