package io.offerflow.pipeline.metrics;

import io.offerflow.decision.Broken;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import io.offerflow.decision.Reaction;
import io.offerflow.decision.Result;
import io.offerflow.stock.Resource;
import io.offerflow.stock.Resource.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Counts one of everything that can be counted, so that every metric is there. */
final class Everything {
  private Everything() {}

  static void count(DecisionMetrics metrics) {
    metrics.event("purchase");
    metrics.event("purchase");
    metrics.deadLetter("json");
    metrics.late();
    metrics.handled(Outcome.Fate.DUPLICATE, 0);
    metrics.handled(Outcome.Fate.UNMATCHED, 0);
    metrics.handled(Outcome.Fate.ACCEPTED, 2);
    metrics.wakeup();
    metrics.bundle(0, 1);
    metrics.bundleFailed();
    metrics.decision(offered());
    metrics.broken(new Broken(Broken.Part.FEATURE, "large", "amount > 5"));
    metrics.broken(new Broken(Broken.Part.SUCCESS, "hello", "amount > 5"));
    metrics.offer("sms");
    metrics.refused("sms");
    metrics.reaction(new Reaction("hello", "accepted", false));
    metrics.reaction(new Reaction("hello", Reaction.CONVERTED, true));
    metrics.stock(new Resource(Kind.STOCK, "pack"), 1, false, 9);
    metrics.stock(new Resource(Kind.STOCK, "pack"), 0, true, 7);
    metrics.stock(new Resource(Kind.BUDGET, "hello"), 300_000, false, 1_500_000);
    metrics.stock(new Resource(Kind.BUDGET, "hello"), -300_000, false, 1_500_000);
    metrics.stockWaited(3_000_000);
    metrics.decisionTook(1_000_000);
    metrics.droolsTook(2_000_000);
    metrics.latency(5);
    metrics.stateBytes(300);
    metrics.checkpointCompleted();
  }

  static void count(MicrometerGatewayMetrics metrics) {
    metrics.sent("sms", 1_000_000, 5);
    metrics.failed("sms", "late");
    metrics.retried("sms", "throttled");
    metrics.throttled("carrier");
    metrics.repeated("sms");
    metrics.doubtful("sms", true);
    metrics.unreadable("sms");
    metrics.response("sms", "delivered");
    metrics.ignored("carrier", "receipt");
    metrics.window("carrier", 1, 9);
    metrics.behind("sms", 3);
  }

  private static Decision offered() {
    Decision.Choice choice =
        new Decision.Choice(
            "hello",
            "pack",
            "sms",
            "sales",
            BigDecimal.ONE,
            BigDecimal.ONE,
            "+86",
            Map.of(),
            "en",
            0,
            null,
            null,
            null);
    return new Decision(
        "d-1",
        "alice",
        new Decision.EventCause("e-1", "purchase"),
        0,
        Decision.Kind.OFFERED,
        choice,
        "v1",
        List.of(
            new Decision.Considered("hello", "event", Result.WON, null, null),
            new Decision.Considered("odd", "event", Result.MISSING, "x > 1", null, true),
            new Decision.Considered("other", "event", Result.CAP, null, null)),
        false);
  }
}
