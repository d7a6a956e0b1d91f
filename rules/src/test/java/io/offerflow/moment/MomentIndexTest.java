package io.offerflow.moment;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.feature.FeatureSet;
import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Workspace;
import org.junit.jupiter.api.Test;

class MomentIndexTest {

  /** Else what an event costs would grow with the campaigns that wait for the same. */
  @Test
  void theSameFallIsLookedForOnceForAllCampaigns() {
    Workspace workspace =
        new TestWorkspace()
            .features("recharges: {count: recharge, last: 7d}\n")
            .campaign("one", "{cross: recharges, below: 2}", "")
            .campaign("other", "{cross: recharges, below: 2.0}", "")
            .campaign("third", "{cross: recharges, below: 3}", "")
            .campaign("rise", "{cross: recharges, above: 2}", "")
            .bundle()
            .workspace();

    MomentIndex index = new MomentIndex(workspace, new FeatureSet(workspace.features()));

    assertThat(index.falling).extracting(fall -> fall.line().intValue()).containsExactly(2, 3);
    assertThat(index.falls).as("each still has its own moment").hasSize(3);
  }
}
