package io.offerflow.pipeline.job;

import io.offerflow.decision.Input;
import io.offerflow.learning.Model;
import io.offerflow.pipeline.metrics.DecisionMetrics;

/**
 * Calls the core that is in force: with the newest model, and once more where what is bounded had
 * to be waited for. For one thread.
 */
final class Deciding implements AutoCloseable {
  private final ModelFeed.Following following;
  private final TaskLeases leases;
  private final DecisionMetrics metrics;
  private Model model = Model.EMPTY;
  private Core core;

  /**
   * @param leases null where nothing is leased
   */
  Deciding(ModelFeed.Following following, TaskLeases leases, DecisionMetrics metrics) {
    this.following = following;
    this.leases = leases;
    this.metrics = metrics;
  }

  Core core() {
    return core;
  }

  /** From now on that one decides; the one before is done with. */
  void use(Core next) {
    Core before = core;
    core = next;
    if (before != null) {
      core.use(model);
      before.close();
    }
  }

  /** Has the core handle an input; it has her state until somebody says what became of it. */
  Core.Answer call(Customer customer, Input input) throws InterruptedException {
    Model latest = following.latest();
    if (latest != model) {
      core.use(latest);
      model = latest;
    }
    if (leases == null) {
      return timed(customer, input);
    }
    if (leases.mayLack() && customer.isKnown()) {
      // A decision that does not stand is made once more on the state of before.
      customer.bytes();
    }
    return leases.decide(() -> timed(customer, input), metrics);
  }

  private Core.Answer timed(Customer customer, Input input) {
    long start = System.nanoTime();
    Core.Answer answer = core.handle(customer.take(core), input);
    metrics.decisionTook(System.nanoTime() - start);
    return answer;
  }

  @Override
  public void close() {
    following.close();
    if (core != null) {
      core.close();
    }
  }
}
