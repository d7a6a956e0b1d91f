package io.offerflow.pipeline.faults;

import io.offerflow.codec.DecisionEncoder;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.Decision;
import io.offerflow.replay.Replay;
import io.offerflow.workspace.Workspace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What replay makes of the same events: the hash of each push and of each record, by id. */
record Expected(Map<String, Integer> pushes, Map<String, Integer> decisions) {

  static Expected of(Workspace workspace, Input input) {
    Expected expected = new Expected(new HashMap<>(), new HashMap<>());
    try (Replay replay = new Replay(Bundle.of(workspace), expected::add)) {
      input.events().forEach(replay::accept);
    }
    return expected;
  }

  private void add(Decision decision) {
    decisions.put(decision.id(), Arrays.hashCode(DecisionEncoder.decision(decision)));
    if (decision.outcome() == Decision.Kind.OFFERED) {
      pushes.put(decision.id(), Arrays.hashCode(DecisionEncoder.offer(decision)));
    }
  }

  /** Whether all of it has been put out. */
  boolean isIn(Outputs outputs) {
    return outputs.pushes.keySet().containsAll(pushes.keySet())
        && outputs.decisions.keySet().containsAll(decisions.keySet());
  }
}
