package io.offerflow.benchmarks;

import io.offerflow.condition.Values;
import io.offerflow.eligibility.CampaignRule;
import java.math.BigDecimal;
import java.util.List;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieContainer;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.StatelessKieSession;

/**
 * The same campaigns as a Drools tutorial would have them: an event, a customer and a feature are
 * facts of their own, joined by each rule.
 */
public final class JoinedRules {
  private static final String HEAD =
      """
      package io.offerflow.benchmarks.joined
      import io.offerflow.benchmarks.JoinedRules.Happened
      import io.offerflow.benchmarks.JoinedRules.Profile
      import io.offerflow.benchmarks.JoinedRules.Spend
      global io.offerflow.benchmarks.JoinedRules.Found found;
      """;

  private static final String RULE =
      """
      rule "%s" when
        Happened(trigger == "%s")
        Profile(tier in ("gold", "platinum"), fee < %sB)
        Spend(amount >= %sB)
      then
        found.add();
      end
      """;

  /** An event. */
  public record Happened(String trigger) {
    public String getTrigger() {
      return trigger;
    }
  }

  /** A customer. */
  public record Profile(String tier, BigDecimal fee) {
    public String getTier() {
      return tier;
    }

    public BigDecimal getFee() {
      return fee;
    }
  }

  /** A feature. */
  public record Spend(BigDecimal amount) {
    public BigDecimal getAmount() {
      return amount;
    }
  }

  /** How many rules have fired. */
  public static final class Found {
    private int count;

    public void add() {
      count++;
    }
  }

  private final KieBase base;

  JoinedRules(List<CampaignRule> rules) {
    StringBuilder drl = new StringBuilder(HEAD);
    for (CampaignRule rule : rules) {
      drl.append(
          RULE.formatted(
              rule.campaign(),
              rule.trigger(),
              Triggered.feeBelow(rule.index()),
              Triggered.leastSpend(rule.index())));
    }
    base = compile(drl.toString());
  }

  private static KieBase compile(String drl) {
    KieServices services = KieServices.get();
    ReleaseId id = services.newReleaseId("io.offerflow", "joined", "0");
    KieFileSystem files = services.newKieFileSystem();
    files.generateAndWritePomXML(id);
    files.write("src/main/resources/joined/joined.drl", drl);
    KieBuilder builder = services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
    if (builder.getResults().hasMessages(Message.Level.ERROR)) {
      throw new IllegalStateException(builder.getResults().getMessages().toString());
    }
    KieContainer container = services.newKieContainer(id);
    KieBase base = container.getKieBase();
    container.dispose();
    services.getRepository().removeKieModule(id);
    return base;
  }

  private static List<Object> facts(String trigger, Values values) {
    return List.of(
        new Happened(trigger),
        new Profile((String) values.get(Triggered.TIER), (BigDecimal) values.get(Triggered.FEE)),
        new Spend((BigDecimal) values.get(Triggered.SPEND)));
  }

  /** A session of its own for the event, as most examples show it. */
  int sessionPerEvent(String trigger, Values values) {
    KieSession session = base.newKieSession();
    try {
      Found found = new Found();
      session.setGlobal("found", found);
      facts(trigger, values).forEach(session::insert);
      session.fireAllRules();
      return found.count;
    } finally {
      session.dispose();
    }
  }

  int stateless(String trigger, Values values) {
    StatelessKieSession session = base.newStatelessKieSession();
    Found found = new Found();
    session.setGlobal("found", found);
    session.execute(facts(trigger, values));
    return found.count;
  }
}
