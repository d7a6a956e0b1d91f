package io.offerflow.benchmarks;

import io.offerflow.arbitration.Score;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import io.offerflow.learning.Propensities;
import io.offerflow.pipeline.job.WorkspaceFiles;
import io.offerflow.policy.Consents;
import io.offerflow.policy.Contact;
import io.offerflow.policy.ContactPolicy;
import io.offerflow.policy.Contacts;
import io.offerflow.policy.Plan;
import io.offerflow.policy.Responses;
import io.offerflow.policy.Subject;
import io.offerflow.policy.Verdict;
import io.offerflow.stock.Supply;
import io.offerflow.stock.Taken;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Workspace;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Of eligible campaigns: which may contact her, by which channel, with which words, and which goes
 * first? The policy and the campaigns of the telecom example; she has had five contacts, the last
 * of them ten days ago, so that caps count them and nothing blocks.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PolicyBenchmark {
  private static final String NAME = "c-4711";

  /** 15:00 in Shanghai, when nothing is quiet. */
  private static final long NOW = Town.START + TimeUnit.HOURS.toMillis(7);

  @Param({"1", "10", "100"})
  private int eligible;

  private Workspace workspace;
  private ContactPolicy policy;
  private Subject subject;
  private List<Campaign> campaigns;

  @Setup
  public void setUp() {
    workspace = WorkspaceFiles.of(TelecomExample.files(3 * eligible)).workspace();
    policy = new ContactPolicy(workspace);
    subject = customer();
    campaigns = new ArrayList<>();
    for (Campaign campaign : workspace.campaigns()) {
      if (!campaign.tags() && campaigns.size() < eligible && passes(campaign)) {
        campaigns.add(campaign);
      }
    }
    if (campaigns.size() < eligible) {
      throw new IllegalStateException("only " + campaigns.size() + " campaigns may contact her");
    }
  }

  @Benchmark
  public Score policyAndArbitration() {
    Campaign best = null;
    Score highest = null;
    for (Campaign campaign : campaigns) {
      Plan plan = policy.plan(NAME, campaign);
      Score score = score(campaign, plan);
      if (best == null || isBefore(campaign, score, best, highest)) {
        best = campaign;
        highest = score;
      }
    }
    return highest;
  }

  private boolean passes(Campaign campaign) {
    return score(campaign, policy.plan(NAME, campaign)) != null;
  }

  /** By the first channel that policy lets through; null where none is. */
  private Score score(Campaign campaign, Plan plan) {
    Offer offer = plan.offer();
    for (String channel : plan.channels()) {
      if (policy.check(subject, campaign, offer, channel) instanceof Verdict.Pass) {
        Values values = subject.values();
        return Score.of(campaign, offer, values, Propensities.START.of(offer, channel, values));
      }
    }
    return null;
  }

  private boolean isBefore(Campaign one, Score score, Campaign other, Score highest) {
    int order = Integer.compare(rank(one), rank(other));
    order = order != 0 ? order : highest.value().compareTo(score.value());
    return order != 0 ? order < 0 : one.id().compareTo(other.id()) < 0;
  }

  private int rank(Campaign campaign) {
    return workspace.policy().classes().get(campaign.contactClass()).rank();
  }

  private Subject customer() {
    Consents consents = new Consents();
    consents.put("sms", null, true, Town.START);
    consents.put("push", null, true, Town.START);
    Contacts contacts = new Contacts();
    for (int days = 14; days >= 10; days--) {
      contacts.add(contact(NOW - TimeUnit.DAYS.toMillis(days)));
    }
    return new Subject(
        NAME, NOW, contacts, consents, new Responses(), new Known(), Supply.PLENTY, null);
  }

  private Contact contact(long time) {
    Campaign of =
        workspace.campaigns().stream().filter(one -> !one.tags()).findFirst().orElseThrow();
    return new Contact(
        "d-" + time,
        time,
        of.id(),
        of.offer(),
        "sms",
        of.contactClass(),
        null,
        true,
        false,
        false,
        Taken.NOTHING,
        time + 1,
        false,
        true,
        false,
        false);
  }

  /** What texts and context conditions find of her. */
  private static final class Known implements Values {
    private final Map<Ref, Object> values =
        Map.of(
            new Ref.Customer("msisdn"),
            "+8613812345678",
            new Ref.Customer("push_token"),
            "token-4711",
            new Ref.Customer("language"),
            "zh",
            new Ref.Customer("tier"),
            "gold",
            new Ref.Customer("monthly_fee"),
            BigDecimal.valueOf(99),
            new Ref.Customer("products"),
            Set.of(),
            Ref.Ambient.TAGS,
            Set.of(),
            Ref.Ambient.ZONES,
            Set.of());

    @Override
    public Object get(Ref ref) {
      return values.get(ref);
    }

    @Override
    public ZoneId zone() {
      return ZoneId.of("Asia/Shanghai");
    }
  }
}
