package io.offerflow.eligibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Given;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.drools.core.impl.InternalRuleBase;
import org.drools.core.reteoo.AlphaNode;
import org.drools.core.reteoo.Rete;
import org.drools.modelcompiler.constraints.LambdaConstraint;
import org.junit.jupiter.api.Test;

class EligibilityTest {

  private static CampaignRule rule(int index, String trigger, String... conditions) {
    return new CampaignRule(
        index, "c" + index, trigger, null, Stream.of(conditions).map(Given::condition).toList());
  }

  private static List<Integer> found(Eligibility.Session session, String trigger, Values values) {
    List<Integer> found = new ArrayList<>();
    session.eligible(trigger, values, found::add);
    return found;
  }

  @Test
  void theRulesReadWell() {
    Condition where = Given.condition("event.amount > 5");
    List<Condition> conditions =
        List.of(
            Given.condition("customer.tier in (\"gold\", \"silver\")"),
            Given.condition("spend_30d < 50 and tags not contains \"declined\""),
            Given.condition("not (customer.fee * 2 >= 7 or customer.name == \"a\\\"b\")"));
    assertThat(
            Eligibility.drl(
                List.of(new CampaignRule(3, "big", "event purchase", where, conditions))))
        .isEqualTo(
            """
            // Written by Offerflow from the campaigns' conditions; the same for the same campaigns.
            // A campaign is eligible where all that its rule asks for is true; nothing follows from it
            // here. What is missing makes a condition neither true nor false: of `less` and `atLeast`
            // none holds then.
            package offerflow.campaigns;

            import io.offerflow.eligibility.Facts;
            import java.math.BigDecimal;

            // name 0: event.amount
            // name 1: customer.tier
            // name 2: spend_30d
            // name 3: tags
            // name 4: customer.fee
            // name 5: customer.name
            // constant 0: 5
            // constant 1: in [gold, silver]
            // constant 2: 50
            // constant 3: 2
            // constant 4: 7
            // constant 5: a"b

            function boolean test0(Facts f) {
              return (f.less(f.times(f.number(4), f.decimal(3)), f.decimal(4)) && f.unequal(f.text(5), f.string(5)));
            }

            // big: event purchase
            //   where event.amount > 5
            //   if customer.tier in ("gold", "silver")
            //   if spend_30d < 50 and tags not contains "declined"
            //   if not (customer.fee * 2 >= 7 or customer.name == "a "b")
            rule "0 big"
            when
              Facts(
                trigger == "event purchase",
                greater(number(0), decimal(0)),
                among(text(1), list(1)),
                less(number(2), decimal(2)),
                lacksMember(texts(3), "declined"),
                test0(this))
            then
            end
            """);
  }

  @Test
  void withoutRulesNothingIsFound() {
    try (Eligibility.Session session = Eligibility.compile(List.of()).open()) {
      assertThat(found(session, "event purchase", new Given())).isEmpty();
    }
  }

  @Test
  void onlyWhatTheTriggersRulesAskForIsRead() {
    List<CampaignRule> rules =
        List.of(rule(7, "a", "spend_30d > 1"), rule(8, "b", "customer.fee > 1"), rule(9, "a"));
    List<Ref> asked = new ArrayList<>();
    Given given = new Given().set("spend_30d", 2).set("customer.fee", 2);
    Values watched =
        new Values() {
          @Override
          public Object get(Ref ref) {
            asked.add(ref);
            return given.get(ref);
          }

          @Override
          public ZoneId zone() {
            return given.zone();
          }
        };
    try (Eligibility.Session session = Eligibility.compile(rules).open()) {
      assertThat(found(session, "a", watched)).containsExactlyInAnyOrder(7, 9);
      assertThat(asked).containsExactly(new Ref.Feature("spend_30d"));
      assertThat(found(session, "c", watched)).isEmpty();
      assertThat(found(session, "b", watched)).containsExactly(8);
      assertThat(found(session, "a", new Given())).containsExactly(9);
    }
  }

  /** Where it stands among them is searched for once, also for tests behind different parents. */
  @Test
  void aNumberMeetsAHundredThresholdsInAFewComparisons() {
    List<CampaignRule> rules = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rules.add(rule(i, "a", "spend_30d >= " + i + ".5"));
      rules.add(rule(100 + i, "a", "customer.children == " + i % 7, i + " > spend_30d"));
    }
    Compared spend = new Compared("98.50");
    Given given = new Given().set("spend_30d", spend).set("customer.children", 1);
    try (Eligibility.Session session = Eligibility.compile(rules).open()) {
      assertThat(found(session, "a", given)).hasSize(100).contains(0, 98, 199).doesNotContain(99);
      assertThat(spend.times).isBetween(1, 8);
    }
  }

  /** Counts how often it is compared. */
  private static final class Compared extends BigDecimal {
    private static final long serialVersionUID = 1;
    private transient int times;

    private Compared(String number) {
      super(number);
    }

    @Override
    public int compareTo(BigDecimal other) {
      times++;
      return super.compareTo(other);
    }
  }

  /** Else each of them would ask the set, whatever it holds. */
  @Test
  void aSetMeetsAHundredTagsInOneWalk() {
    List<CampaignRule> rules = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rules.add(rule(i, "a", "tags not contains \"declined-" + i + '"', "customer.fee > " + i));
      rules.add(rule(100 + i, "a", "customer.fee < 50.5", "tags contains \"declined-" + i + '"'));
    }
    Asked tags = new Asked(List.of("declined-7", "declined-98", "other"));
    Given given = new Given().set("tags", tags).set("customer.fee", 50);
    try (Eligibility.Session session = Eligibility.compile(rules).open()) {
      assertThat(found(session, "a", given)).hasSize(51).contains(0, 107, 198).doesNotContain(7);
      assertThat(tags.times).isEqualTo(1);
    }
  }

  /** Counts how often it is asked for a member, or for all. */
  private static final class Asked extends AbstractSet<String> {
    private final List<String> members;
    private int times;

    private Asked(List<String> members) {
      this.members = members;
    }

    @Override
    public Iterator<String> iterator() {
      times++;
      return members.iterator();
    }

    @Override
    public int size() {
      return members.size();
    }
  }

  /**
   * What Drools keeps of a test as text is not promised; where it is not known nothing is gained.
   */
  @Test
  void testsAgainstConstantsAreKnownByTheirText() {
    assertThat(known("spend_30d >= 5")).isTrue();
    assertThat(known("5 != spend_30d")).isTrue();
    assertThat(known("customer.tier == \"gold\"")).isTrue();
    assertThat(known("\"a (b), c\" != customer.name")).isTrue();
    assertThat(known("customer.name in (\"a\", \"\\\"b\")")).isTrue();
    assertThat(known("not (customer.name in (\"a\", \"b\"))")).isTrue();
    assertThat(known("tags contains \"a\"")).isTrue();
    assertThat(known("customer.likes not contains \"a, b\"")).isTrue();
    assertThat(known("customer.name contains \"a\"")).isFalse();
    assertThat(known("customer.name == last_page")).isFalse();
    assertThat(known("tags contains customer.name")).isFalse();
    assertThat(known("spend_30d + 1 >= 5")).isFalse();
  }

  private static boolean known(String condition) {
    RuleBook book = new RuleBook(List.of(rule(0, "a", condition)));
    Rete rete = ((InternalRuleBase) DroolsCompiler.compile(book.drl())).getRete();
    return rete.getObjectTypeNodes().stream()
        .flatMap(node -> Arrays.stream(node.getObjectSinkPropagator().getSinks()))
        .flatMap(
            trigger -> Arrays.stream(((AlphaNode) trigger).getObjectSinkPropagator().getSinks()))
        .map(test -> (LambdaConstraint) ((AlphaNode) test).getConstraint())
        .anyMatch(test -> BranchReader.constantTest(test, book.slots().facts()).isPresent());
  }

  /** Texts, names of campaigns and triggers may hold anything; none of it becomes code. */
  @Test
  void nothingInATextBecomesCode() {
    String evil = "\"); System.exit(3); //\\u000a\n\rend\nrule x when then end /* */ ${x} '";
    String quoted = '"' + evil.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    Condition condition = Given.condition("customer.name in (" + quoted + ", \"b\")");
    Condition equal = Given.condition("customer.name == " + quoted);
    List<CampaignRule> rules =
        List.of(new CampaignRule(1, evil, evil, equal, List.of(condition, equal)));
    assertThat(Eligibility.drl(rules).lines().filter(line -> line.startsWith("rule"))).hasSize(1);
    try (Eligibility.Session session = Eligibility.compile(rules).open()) {
      assertThat(found(session, evil, new Given().set("customer.name", evil))).containsExactly(1);
      assertThat(found(session, evil, new Given().set("customer.name", "b"))).isEmpty();
    }
  }

  @Test
  void theDeepestAndLongestConditionsCompile() {
    List<CampaignRule> rules =
        List.of(
            rule(0, "a", "191 == " + "(1 + ".repeat(190) + "spend_30d" + ")".repeat(190)),
            rule(1, "a", "spend_30d == 7 or ".repeat(500) + "spend_30d == 1"),
            rule(
                2,
                "a",
                "(customer.vip or (spend_30d > 0 and ".repeat(90) + "true" + "))".repeat(90)));
    try (Eligibility.Session session = Eligibility.compile(rules).open()) {
      assertThat(found(session, "a", new Given().set("spend_30d", 1)))
          .containsExactlyInAnyOrder(0, 1, 2);
      assertThat(found(session, "a", new Given().set("spend_30d", 7)))
          .containsExactlyInAnyOrder(1, 2);
    }
  }

  @Test
  void aFailureLeavesNothingBehind() {
    Values broken =
        new Values() {
          @Override
          public Object get(Ref ref) {
            throw new IllegalStateException("no values");
          }

          @Override
          public ZoneId zone() {
            throw new IllegalStateException("no zone");
          }
        };
    List<CampaignRule> rules = List.of(rule(0, "a", "spend_30d > 1"), rule(1, "a"));
    try (Eligibility.Session session = Eligibility.compile(rules).open()) {
      assertThatThrownBy(() -> found(session, "a", broken)).hasRootCauseMessage("no values");
      assertThat(found(session, "a", new Given().set("spend_30d", 2)))
          .containsExactlyInAnyOrder(0, 1);
    }
  }

  /** A running job compiles one bundle after another; none of the old ones may stay. */
  @Test
  void compilingAgainAndAgainKeepsNoClasses() {
    List<CampaignRule> rules = List.of(rule(0, "a", "spend_30d > 1", "customer.fee * 2 > 1"));
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    int settled = 0;
    for (int i = 0; i < 15; i++) {
      try (Eligibility.Session session = Eligibility.compile(rules).open()) {
        assertThat(found(session, "a", new Given().set("spend_30d", i))).isEmpty();
      }
      if (i == 4) {
        settled = loadedClasses();
      }
    }
    // Ten more builds; each one makes about ten classes of its own.
    assertThat(loadedClasses() - settled).isLessThan(50);
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("ForkJoinPool-"));
  }

  private static int loadedClasses() {
    System.gc();
    return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
  }
}
