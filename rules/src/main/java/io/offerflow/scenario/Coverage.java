package io.offerflow.scenario;

import io.offerflow.condition.Condition;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Decision.Considered;
import io.offerflow.decision.Result;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Workspace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What tests made happen. Conditions count as far as decision records tell: the first that is not
 * true ends a campaign, so those after it are not known to have been either.
 */
public final class Coverage {
  private static final Set<Result> BEFORE_CONDITIONS = EnumSet.of(Result.INACTIVE, Result.LATE);
  private static final Set<Result> REACHED = EnumSet.of(Result.WON, Result.TAGGED);

  private final Map<String, Of> campaigns = new LinkedHashMap<>();

  private static final class Of {
    private final Campaign campaign;
    private final BitSet madeTrue = new BitSet();
    private final BitSet madeFalse = new BitSet();
    private boolean occurred;
    private boolean won;

    Of(Campaign campaign) {
      this.campaign = campaign;
    }
  }

  Coverage(Workspace workspace) {
    workspace.campaigns().forEach(campaign -> campaigns.put(campaign.id(), new Of(campaign)));
  }

  void add(Decision decision) {
    decision.considered().forEach(this::add);
  }

  private void add(Considered considered) {
    Of of = campaigns.get(considered.campaign());
    of.occurred = true;
    of.won |= REACHED.contains(considered.result());
    if (BEFORE_CONDITIONS.contains(considered.result())) {
      return;
    }
    int size = of.campaign.conditions().size();
    int failed = size;
    if (considered.result() == Result.CONDITION || considered.result() == Result.MISSING) {
      failed = failed(of.campaign.conditions(), considered.detail());
      if (failed < size && considered.result() == Result.CONDITION) {
        of.madeFalse.set(failed);
      }
    }
    of.madeTrue.set(0, failed);
  }

  /** Which condition a detail is about; its number is that of no condition when it is none. */
  private static int failed(List<Condition> conditions, String detail) {
    for (int i = 0; i < conditions.size(); i++) {
      String text = conditions.get(i).text();
      if (detail.equals(text) || detail.startsWith(text + ": ")) {
        return i;
      }
    }
    return 0;
  }

  /** Ids of campaigns whose moment no test made occur. */
  List<String> withoutMoment() {
    return campaigns.values().stream().filter(of -> !of.occurred).map(Coverage::id).toList();
  }

  /** Ids of campaigns whose moment occurred, but which won in no test, nor set a tag. */
  List<String> withoutWin() {
    return campaigns.values().stream()
        .filter(of -> of.occurred && !of.won)
        .map(Coverage::id)
        .toList();
  }

  private static String id(Of of) {
    return of.campaign.id();
  }

  /** One line for each condition that was not both: what it never was, and where it stands. */
  List<String> oneSidedConditions() {
    List<String> lines = new ArrayList<>();
    for (Of of : campaigns.values()) {
      for (int i = 0; i < of.campaign.conditions().size(); i++) {
        String never = never(of.madeTrue.get(i), of.madeFalse.get(i));
        if (never != null) {
          lines.add(
              never + ": " + of.campaign.conditions().get(i) + " (" + of.campaign.file() + ")");
        }
      }
    }
    return lines;
  }

  private static String never(boolean madeTrue, boolean madeFalse) {
    if (madeTrue) {
      return madeFalse ? null : "never false";
    }
    return madeFalse ? "never true" : "never true, never false";
  }

  public int campaigns() {
    return campaigns.size();
  }
}
