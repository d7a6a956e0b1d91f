package io.offerflow.scenario;

import io.offerflow.decision.Bundle;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import io.offerflow.decision.Result;
import io.offerflow.event.Event;
import io.offerflow.replay.Replay;
import io.offerflow.workspace.Scenario;
import io.offerflow.workspace.ScenarioReader;
import io.offerflow.workspace.WorkspaceReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs tests, each from nothing, on the core that the job runs. */
public final class TestRun {
  /** The words that tests may expect of a campaign. */
  private static final Set<String> RESULTS =
      Arrays.stream(Result.values()).map(Result::word).collect(Collectors.toUnmodifiableSet());

  private TestRun() {}

  /**
   * Reads the tests of a workspace. Where it has errors they cannot be run, but their mistakes are
   * told all the same.
   */
  public static ScenarioReader.Result read(WorkspaceReader.Result workspace) {
    return ScenarioReader.read(workspace, RESULTS);
  }

  /** Runs tests in the order given. */
  public static TestReport run(Bundle bundle, List<Scenario> scenarios) {
    Coverage coverage = new Coverage(bundle.workspace());
    List<TestReport.Tested> tested = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      tested.add(new OneTest(scenario, coverage).run(bundle));
    }
    return new TestReport(tested, coverage);
  }

  /** What happens while one test runs. */
  private static final class OneTest implements Replay.Listener {
    private final Scenario scenario;
    private final Coverage coverage;
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Decision> ofOthers = new ArrayList<>();
    private long clock;
    private Outcome.Fate fate;

    OneTest(Scenario scenario, Coverage coverage) {
      this.scenario = scenario;
      this.coverage = coverage;
    }

    TestReport.Tested run(Bundle bundle) {
      List<TestReport.Failure> failures = new ArrayList<>();
      try (Replay replay = new Replay(bundle, this)) {
        scenario.given().forEach(replay::accept);
        List<Decision> before = offers();
        for (int i = 0; i < scenario.steps().size(); i++) {
          Scenario.Step step = scenario.steps().get(i);
          decide(replay, step);
          for (Scenario.Expectation expected : step.expectations()) {
            if (!Meets.test(expected, decisions)) {
              failures.add(
                  new TestReport.Failure(
                      i + 1, step, expected, List.copyOf(decisions), fate, before));
            }
          }
        }
      }
      return new TestReport.Tested(scenario, failures);
    }

    /**
     * Time passes for everybody, whoever the step is about. What the clock brought about for others
     * is left to the steps of the same instant that are about them.
     */
    private void decide(Replay replay, Scenario.Step step) {
      decisions.clear();
      fate = Outcome.Fate.ACCEPTED;
      if (step.time() == clock) {
        decisions.addAll(ofOthers);
      }
      ofOthers.clear();
      clock = step.time();
      pass(replay, step);
      decisions.removeIf(decision -> isOfAnother(step, decision) && ofOthers.add(decision));
    }

    private List<Decision> offers() {
      return decisions.stream().filter(made -> made.outcome() == Decision.Kind.OFFERED).toList();
    }

    /** An event comes before the timers of its own instant; time alone fires those as well. */
    private static void pass(Replay replay, Scenario.Step step) {
      if (step.event() == null) {
        replay.until(step.time());
      } else {
        replay.until(step.time() - 1);
        replay.accept(step.event());
      }
    }

    /** After a merge what an event of the old id causes is decided under the new one. */
    private static boolean isOfAnother(Scenario.Step step, Decision decision) {
      return step.customer() != null
          && !Objects.equals(step.customer(), decision.customer())
          && !isCausedBy(step.event(), decision);
    }

    private static boolean isCausedBy(Event event, Decision decision) {
      return event != null
          && decision.cause() instanceof Decision.EventCause cause
          && cause.id().equals(event.id())
          && cause.type().equals(event.type());
    }

    @Override
    public void handled(Event event, Outcome.Fate handled) {
      fate = handled;
    }

    @Override
    public void decided(Decision decision) {
      decisions.add(decision);
      coverage.add(decision);
    }
  }
}
