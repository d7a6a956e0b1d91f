package io.offerflow.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Bundle;
import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Problem;
import io.offerflow.workspace.ScenarioReader;
import io.offerflow.workspace.WorkspaceReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestRunTest {
  private static final String FIRST = "at: \"2026-11-21T10:00:00Z\"";

  private final TestWorkspace workspace =
      new TestWorkspace()
          .features("spent: {sum: purchase.amount}")
          .campaign(
              "large",
              "{event: purchase}",
              "if: [event.amount > 100, customer.tier == \"gold\"]\nlever: 10\n")
          .campaign(
              "missed",
              "{event: app_view, without: {event: purchase}, within: 2h}",
              "offer: care\n")
          .campaign("never", "{event: recharge}", "");

  @Test
  void timePassesAndEventsHappen() {
    TestReport report =
        run(
            """
            test: a day
            given: {c-1: {tier: gold}, c-2: {}}
            steps:
              - {%s, customer: c-1, purchase: {amount: 101}, expect: {offer: pack, text: A pack}}
              - {customer: c-2, purchase: {amount: 101}, expect: {why not: {large: missing}}}
              - {customer: c-2, app_view: {product: x}, expect: nothing}
              - {customer: c-1, app_view: {product: x}}
              - {wait: 2h, customer: c-1, purchase: {amount: 1}, expect: {why not: {missed: no moment}}}
              - {expect: [{campaign: missed, offer: care}, {result: {missed: won, large: no moment}}]}
            """
                .formatted(FIRST));

    assertThat(String.join("\n", report.lines()))
        .isEqualTo(
            """
            ok      a day
            1 test, 0 failed
            coverage: 2 of 3 campaigns won
              moment never occurred: never
              never false: customer.tier == "gold" (campaigns/large.yaml)""");
  }

  @Test
  void anEventThatComesAgainUnderItsIdCountsOnce() {
    TestReport report =
        run(
            """
            test: again
            given: {c-1: {tier: gold}}
            steps:
              - {%s, purchase: {id: o-1, amount: 101}, expect: {offer: pack}}
              - {wait: 1m, purchase: {id: o-1, amount: 101}, expect: {result: {large: no moment}}}
              - {wait: 1m, profile: {id: p-1, set: {tier: silver}}}
              - {wait: 1m, profile: {id: p-1, set: {tier: gold}}}
              - {wait: 1m, purchase: {id: o-2, amount: 101}, expect: {result: {large: condition}}}
            """
                .formatted(FIRST));

    assertThat(report.lines()).startsWith("ok      again");
    assertThat(
            problems(
                """
                test: ids
                given: {c-1: {}}
                steps:
                  - {%s, purchase: {id: 7, amount: 5}}
                  - {purchase: {id: "", amount: 5}}
                """
                    .formatted(FIRST)))
        .containsExactly(
            "4:49: `id` is text, but this is a number: write \"7\"",
            "5:21: `id` has 1 to 256 characters");
  }

  @Test
  void whatTheClockBroughtAboutForOthersIsLeftToTheirStepsOfTheSameInstant() {
    TestReport report =
        run(
            """
            test: one hour for three
            given: {c-1: {tier: gold}, c-2: {}, c-3: {}}
            steps:
              - {%s, customer: c-1, app_view: {product: x}}
              - {customer: c-2, app_view: {product: x}}
              - {customer: c-3, app_view: {product: x}}
              - {wait: 3h, customer: c-1, purchase: {amount: 101}, expect: {campaign: missed}}
              - {customer: c-1, expect: nothing}
              - {customer: c-2, expect: {campaign: missed}}
              - {customer: c-3, expect: nothing}
              - {customer: c-3, expect: nothing}
              - {wait: 1s, customer: c-2, expect: nothing}
            """
                .formatted(FIRST));

    assertThat(report.lines()).contains("  step 7 (tests/a.yaml:10)", "    expected  nothing");
    assertThat(report.tests().get(0).failures()).hasSize(1);
  }

  @Test
  void mistakesAreToldTogetherWithThoseOfOtherFiles() {
    String test =
        """
        test: names
        given: {c-1: {tire: gold}}
        steps:
          - {%s, purchase: {amount: 1}, expect: {offer: packet, why not: {larg: cap}}}
          - {response: {offer: packet, kind: acepted}}
          - {consent: {channel: smss, granted: true}}
        """
            .formatted(FIRST);
    String tire = "2:15: a customer has no attribute `tire`; did you mean `tier`?";
    String larg = "4:91: there is no campaign `larg`; did you mean `large`?";
    String packet = "4:73: there is no offer `packet`; did you mean `pack`?";

    workspace.campaign("wrong", "{event: purchase}", "if: [event.amont > 1]\n");
    assertThat(besides(test)).contains(tire, larg, packet).hasSize(6);
    workspace.file("offers.yaml", "pack: {value: none}");
    assertThat(besides(test)).contains(tire, larg).doesNotContain(packet).hasSize(4);
    workspace.file("workspace.yaml", "offerflow: 1\nname: x\nchanels: {}\n");
    assertThat(besides(test)).contains(tire, larg).hasSize(3);
    workspace.file("campaigns/nameless.yaml", "title: nobody knows");
    assertThat(besides(test)).contains(tire).hasSize(2);
    workspace.file("schema.yaml", "customer: {tire: txt}");
    assertThat(besides(test)).isEmpty();
  }

  @Test
  void afterAMergeWhatTheOldIdDoesIsDecidedUnderTheNewOne() {
    TestReport report =
        run(
            """
            test: two ids
            given: {c-1: {tier: silver}, c-2: {tier: gold}}
            steps:
              - {%s, customer: c-1, merge: {into: c-2}, expect: nothing}
              - {wait: 1m, customer: c-1, purchase: {amount: 101}, expect: {offer: pack}}
            """
                .formatted(FIRST));

    assertThat(report.lines()).contains("1 test, 0 failed");
  }

  @Test
  void aFailureShowsWhatHappenedInstead() {
    TestReport report =
        run(
            """
            test: a "wrong" one
            given: {c-1: {tier: silver}}
            steps:
              - {%s, purchase: {amount: 101}, expect: {offer: pack, channel: sms}}
              - wait: 1h
                purchase: {amount: 99}
                expect:
                  - nothing
                  - why not: {large: cap}
              - {response: {offer: pack, kind: clicked}, expect: {campaign: large}}
            """
                .formatted(FIRST));

    assertThat(report.lines().subList(0, 13))
        .containsExactly(
            "FAILED  a \"wrong\" one",
            "  step 1 (tests/a.yaml:4)",
            "    expected  offer pack, channel sms",
            "    happened  2026-11-21T10:00:00Z c-1, purchase: none",
            "                large (event): condition, customer.tier == \"gold\": was silver",
            "  step 2 (tests/a.yaml:9)",
            "    expected  large cap",
            "    happened  2026-11-21T11:00:00Z c-1, purchase: none",
            "                large (event): condition, event.amount > 100: was 99",
            "  step 3 (tests/a.yaml:10)",
            "    expected  campaign large",
            "    happened  the response matches no decision of hers, so it changed nothing",
            "1 test, 1 failed");
    assertThat(report.junit("shop"))
        .startsWith(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="shop" tests="1" failures="1" errors="0" skipped="0">
              <testcase classname="tests/a.yaml" name="a &quot;wrong&quot; one">
                <failure message="step 1: expected offer pack, channel sms">step 1 \
            """
                .stripTrailing());
  }

  @Test
  void everyRowOfATableIsATest() {
    TestReport report =
        run(
            """
            test: for {{amount}}
            each:
              - {amount: 101, result: won}
              - {amount: 100, result: won}
            given: {c-1: {tier: gold}}
            steps:
              - {%s, purchase: {amount: "{{amount}}"}, expect: {result: {large: "{{result}}"}}}
            """
                .formatted(FIRST));

    assertThat(report.lines())
        .contains(
            "ok      for 101 (1: amount 101, result won)",
            "FAILED  for 100 (2: amount 100, result won)",
            "2 tests, 1 failed");
  }

  @Test
  void aRowsMappingsAndListsReadInANameAsTheyAreWritten() {
    TestReport report =
        run(
            """
            test: "{{tier}} means {{what}}"
            each:
              - {tier: gold, what: {offer: pack}}
              - {tier: gold, what: [{offer: pack}, {channel: sms}]}
            given: {c-1: {tier: "{{tier}}"}}
            steps:
              - {%s, purchase: {amount: 101}, expect: "{{what}}"}
            """
                .formatted(FIRST));

    assertThat(report.lines())
        .contains(
            "ok      gold means {offer: pack} (1: tier gold)",
            "ok      gold means [{offer: pack}, {channel: sms}] (2: tier gold)");
  }

  @Test
  void whatGivenCausedIsTold() {
    workspace.campaign("rise", "{cross: customer.fee, above: 90}", "");

    TestReport report =
        run(
            """
            test: too early
            given: {c-1: {fee: 95}}
            steps: [{%s, expect: {campaign: rise}}]
            """
                .formatted(FIRST));

    assertThat(report.lines())
        .contains(
            "    happened  no campaign's moment occurred",
            "              before the first step, because of `given`, went out: rise pack sms");
  }

  @Test
  void everyMistakeHasItsPlace() {
    assertThat(
            problems(
                """
                test: mistakes
                given: {c-1: {teir: gold, fee: high}, c-2: {tier: iron}}
                step: []
                steps:
                  - {wait: 5m, customer: c-1, purchase: {amount: "5"}}
                  - {at: tomorrow, customer: c-3, purchase: {amuont: 5}}
                  - {at: "2026-11-21T10:00:00Z", wait: 1m}
                  - {at: "2026-11-21T10:00:00Z", purchase: {amount: 5}}
                  - {customer: c-1, purchase: {amount: 5}, recharge: {amount: 5}}
                  - {customer: c-1, purchas: {amount: 5}}
                  - {customer: c-1, offered: {offer: pack}}
                  - {customer: c-1, location: {lat: 91}}
                  - {customer: c-1, response: {kind: clickd, offer: pakc}}
                  - {customer: c-1, profile: {set: {tier: gold}, add: {tier: [gold]}, unset: [fe]}}
                  - {wait: long, expect: everything}
                  - {expect: {offr: pack, channel: smms, why not: {larg: won, large: lost}}}
                """))
        .containsExactly(
            "2:15: a customer has no attribute `teir`; did you mean `tier`?",
            "2:32: `fee` is a number, but this is text",
            "2:51: `tier` is one of bronze, silver, gold, not \"iron\"",
            "3:1: a test has no key `step`; did you mean `steps`?",
            "5:5: the first step needs `at`: write at: \"2026-11-21T10:00:00+08:00\"",
            "5:50: `amount` is a number, but this is text: write 5 without quotes",
            "6:10: \"tomorrow\" is no instant: write 2021-01-01T00:00:00Z, or with an offset such as +08:00",
            "6:30: `given` has no customer `c-3`; did you mean `c-1`? Else write `c-3: {}` there when nothing is known of her",
            "6:46: `purchase` has no field `amuont`; did you mean `amount`?",
            "7:34: a step has `at` or `wait`, not both: remove one",
            "8:5: say whose event this is: write `customer: c-1`",
            "9:44: this step has an event already, `purchase`: write a step for each",
            "10:21: `purchas` is no type of event and no key of a step; did you mean `purchase`?",
            "11:21: `offered` is written by Offerflow itself: a campaign has to make it",
            "12:21: `location` needs `lon`",
            "12:37: `lat` is from -90 to 90",
            "13:38: there is no kind of response `clickd`; did you mean `clicked`?",
            "13:53: there is no offer `pakc`; did you mean `pack`?",
            "14:56: `add` is for sets, but this is text: use `set`",
            "14:79: there is no attribute `fe`; did you mean `fee`?",
            "15:12: `wait`: \"long\" is not a duration: write a whole number and one of ms s m h d w, such as 90s, 20m or 7d",
            "15:26: `expect` is `nothing`, {offer: X, channel: Y}, {answers: [X, Y]}, {result: {CAMPAIGN: won}} or {why not: {CAMPAIGN: cap}}",
            "16:15: `expect` has no key `offr`; did you mean `offer`?",
            "16:36: there is no channel `smms`; did you mean `sms`?",
            "16:52: there is no campaign `larg`; did you mean `large`?",
            "16:58: `why not` is about what did not go out: use `result`",
            "16:70: a result is one of cap, condition, consent");
  }

  @Test
  void tablesAndFilesAreChecked() {
    assertThat(
            problems(
                """
                - test: a
                  each: [{tier: gold, size: 1}, {tier: silver}, 5]
                  given: {c-1: {tier: "{{tire}}", fee: "{{size}}"}}
                  steps: [{%s}]
                - {test: b, each: [], steps: [{%s}]}
                - {test: c, steps: [{%s}]}
                - {test: c, steps: [{%s}]}
                - {test: d, steps: []}
                - {test: e}
                """
                    .formatted(FIRST, FIRST, FIRST, FIRST)))
        .containsExactly(
            "2:11: no \"{{tier}}\" stands in this test",
            "2:49: a row of `each` is a mapping: write `each` as [{tier: gold, offer: a}, {tier: silver, offer: b}]",
            "3:23: `each` has no `tire` in every row; did you mean `tier`?",
            "3:40: `each` has no `size` in every row; known are: tier",
            "5:19: `each` is a table of cases: write [{tier: gold, offer: a}, {tier: silver, offer: b}]",
            "7:10: a test of this name stands in tests/a.yaml:6 already: give one another name",
            "8:20: a test needs a step: write {at: \"2026-11-21T10:00:00+08:00\", customer: c-1, purchase: {amount: 30}, expect: nothing}",
            "9:3: a test needs `steps`: write `steps: [{at: \"2026-11-21T10:00:00+08:00\", customer: c-1, purchase: {amount: 30}, expect: nothing}]`");
    assertThat(problems(""))
        .containsExactly("1:1: the file is empty: write a test into it, or remove it");
  }

  private List<String> problems(String test) {
    return read(test).problems().stream().map(TestRunTest::shortened).toList();
  }

  private static String shortened(Problem problem) {
    return problem.toString().substring("tests/a.yaml:".length()).replaceAll(", content, .*", "");
  }

  /** Mistakes of a test in a workspace that has mistakes itself. */
  private List<String> besides(String test) {
    workspace.file("tests/a.yaml", test);
    WorkspaceReader.Result read = WorkspaceReader.read(workspace.files());
    assertThat(read.workspace()).isNull();
    return TestRun.read(read).problems().stream().map(TestRunTest::shortened).toList();
  }

  private TestReport run(String test) {
    ScenarioReader.Result tests = read(test);
    assertThat(tests.problems()).isEmpty();
    return TestRun.run(bundle(), tests.scenarios());
  }

  private Bundle bundle() {
    return workspace.bundle();
  }

  private ScenarioReader.Result read(String test) {
    workspace.file("tests/a.yaml", test);
    WorkspaceReader.Result read = WorkspaceReader.read(workspace.files());
    assertThat(read.problems()).isEmpty();
    return TestRun.read(read);
  }
}
