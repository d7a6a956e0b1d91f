package io.offerflow.learning;

import java.util.HashMap;
import java.util.Map;

/**
 * Remembers what decisions were told while all customers are replayed, so that those of one of them
 * can be made again. For one thread.
 */
public final class KnowledgeTape {
  private final Map<String, Told> byDecision = new HashMap<>();

  /** What one decision was told. */
  private static final class Told implements Knowledge {
    private final String version;
    private final long asOf;
    private final Map<Arm, Counts> counts = new HashMap<>();

    Told(Knowledge knowledge) {
      this.version = knowledge.version();
      this.asOf = knowledge.asOf();
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public long asOf() {
      return asOf;
    }

    @Override
    public Counts of(Arm arm) {
      return counts.getOrDefault(arm, Counts.NONE);
    }
  }

  /** The same knowledge; what is asked of it is remembered. */
  public Knowledge record(Knowledge live) {
    return new Passed(live) {
      @Override
      public Knowledge to(String decision) {
        Told told = new Told(live);
        byDecision.put(decision, told);
        return new Passed(live) {
          @Override
          public Counts of(Arm arm) {
            return told.counts.computeIfAbsent(arm, live::of);
          }
        };
      }
    };
  }

  /** Tells decisions what they were told before. */
  public Knowledge again() {
    return new Passed(Model.EMPTY) {
      @Override
      public Knowledge to(String decision) {
        return byDecision.getOrDefault(decision, new Told(Model.EMPTY));
      }
    };
  }

  public void forget(String decision) {
    byDecision.remove(decision);
  }

  private abstract static class Passed implements Knowledge {
    private final Knowledge live;

    Passed(Knowledge live) {
      this.live = live;
    }

    @Override
    public String version() {
      return live.version();
    }

    @Override
    public long asOf() {
      return live.asOf();
    }

    @Override
    public Counts of(Arm arm) {
      return live.of(arm);
    }
  }
}
