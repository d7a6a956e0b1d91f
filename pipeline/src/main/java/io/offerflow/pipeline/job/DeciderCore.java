package io.offerflow.pipeline.job;

import io.offerflow.blob.BlobWriter;
import io.offerflow.decision.Backfill;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.CustomerState;
import io.offerflow.decision.Decider;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.decision.StateReader;
import io.offerflow.learning.Knowledge;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.stock.Grants;
import io.offerflow.stock.Resource;
import io.offerflow.stock.SequentialGrants;
import java.util.SortedMap;

/** The decision core behind bytes. */
final class DeciderCore implements Core {
  private final CompiledRules.Lease rules;
  private final Bundle bundle;
  private final Decider decider;
  private final NoneSample recordedNone;
  private final StateReader reader = new StateReader();
  private final BlobWriter writer = new BlobWriter();

  private DeciderCore(
      CompiledRules.Lease rules, Bundle bundle, DecisionMetrics metrics, Grants grants) {
    this.rules = rules;
    this.bundle = bundle;
    this.decider =
        new Decider(
            bundle,
            session -> new TimedEligibility(session, metrics::droolsTook),
            grants == null ? new SequentialGrants(bundle.quotas().sizes()) : grants);
    this.recordedNone = NoneSample.of(bundle.workspace().policy().recordNone());
  }

  static Core open(Deployment deployment, DecisionMetrics metrics, Grants grants) {
    CompiledRules.Lease rules = CompiledRules.lease(deployment.files());
    try {
      Bundle bundle = rules.bundle();
      if (!deployment.paused().isEmpty()) {
        bundle = bundle.paused(deployment.bundle(), deployment.paused());
      }
      DeciderCore core = new DeciderCore(rules, bundle, metrics, grants);
      core.decider.warmUp();
      return core;
    } catch (RuntimeException | Error failure) {
      rules.close();
      throw failure;
    }
  }

  @Override
  public Held read(byte[] state) {
    return new Decoded(reader.read(state));
  }

  @Override
  public void takeBack(Held state) {
    Decoded done = (Decoded) state;
    reader.giveBack(done.state);
    done.state = null;
  }

  @Override
  public Answer handle(Held state, Input input) {
    Decoded known = (Decoded) state;
    Outcome outcome = decider.decide(known == null ? null : known.state, input);
    boolean changed = known == null || !known.isAsBefore(input, outcome.fate());
    return new Answer(
        kept(known, outcome.state()),
        changed,
        outcome.fate(),
        outcome.decisions(),
        outcome.skipped(),
        outcome.broken(),
        outcome.lessons(),
        outcome.reactions(),
        outcome.onward(),
        outcome.nextDue());
  }

  private Held kept(Decoded known, CustomerState state) {
    if (state == null) {
      return null;
    }
    Decoded kept = known == null ? new Decoded(state) : known;
    kept.state = state;
    kept.met = true;
    return kept;
  }

  /** As the core works with it. */
  private final class Decoded implements Held {
    private CustomerState state;

    /** Whether these rules have handled anything of hers since it was read. */
    private boolean met;

    Decoded(CustomerState state) {
      this.state = state;
    }

    /** The first input has the core look at what other rules left, whatever becomes of it. */
    boolean isAsBefore(Input input, Outcome.Fate fate) {
      boolean refused = fate == Outcome.Fate.DUPLICATE || fate == Outcome.Fate.ERASED;
      return met && refused && input instanceof Input.Arrived;
    }

    @Override
    public byte[] bytes() {
      writer.reset();
      state.write(writer);
      return writer.toBytes();
    }
  }

  @Override
  public void use(Knowledge knowledge) {
    decider.use(knowledge);
  }

  @Override
  public long timing() {
    return bundle.timing();
  }

  @Override
  public SortedMap<Resource, Long> sizes() {
    return bundle.quotas().sizes();
  }

  @Override
  public byte[] filled(byte[] state, byte[] folded) {
    return Backfill.apply(bundle, state, folded);
  }

  @Override
  public byte[] joined(byte[] state, Input.Joining late) {
    return Backfill.join(bundle, state, late);
  }

  @Override
  public boolean recordsNone(String customer) {
    return recordedNone.has(customer);
  }

  @Override
  public void close() {
    decider.close();
    rules.close();
  }
}
