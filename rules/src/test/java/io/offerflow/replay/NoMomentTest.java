package io.offerflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.testing.TestWorkspace;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of each event why it was no moment of a campaign. */
class NoMomentTest extends Explaining {
  @Test
  void onACampaignEveryEventSaysWhyItWasNoMoment() {
    TestWorkspace workspace =
        new TestWorkspace()
            .features("spend_7d: {sum: purchase.amount, last: 7d}")
            .file("zones.geojson", ZONES)
            .campaign("large", "{event: purchase, where: amount > 80}", "")
            .campaign("enters", "{enter: tag:far}", "")
            .campaign("leaves", "{leave: mall}", "")
            .campaign("stays", "{stay: port, for: 20m}", "")
            .campaign("line", "{cross: spend_7d, above: 100}", "")
            .campaign("waits", "{event: app_view, without: {event: purchase}, within: 2h}", "");
    List<Event> stream =
        List.of(
            event("2026-03-02T10:00:00Z", "purchase", "amount", 50),
            event("2026-03-02T10:01:00Z", "app_view", "product", "p"),
            event("2026-03-02T10:02:00Z", "signalling", "cell", "c2"),
            event("2026-03-02T10:03:00Z", "signalling", "cell", "c2"),
            event("2026-03-02T10:04:00Z", "purchase", "amount", 90),
            event("2026-03-02T10:05:00Z", "purchase", "amount", 20));

    assertThat(why(workspace, "large", stream))
        .containsExactly(
            "where amount > 80: was 50",
            "it waits for purchase, this was app_view",
            "it waits for purchase, this was signalling",
            "it waits for purchase, this was signalling",
            null,
            "where amount > 80: was 20");
    assertThat(why(workspace, "enters", stream))
        .containsExactly(
            "tag:far was not entered",
            "tag:far was not entered",
            null,
            "she was in tag:far (port) already",
            "she was in tag:far (port) already",
            "she was in tag:far (port) already");
    assertThat(why(workspace, "leaves", stream)).containsOnly("she was not in mall");
    assertThat(why(workspace, "stays", stream))
        .startsWith("she is not in port", "she is not in port")
        .endsWith(
            "she is in port; its moment comes by the clock, once a visit has lasted 20m",
            "she is in port; its moment comes by the clock, once a visit has lasted 20m");
    assertThat(why(workspace, "line", stream))
        .containsExactly(
            "spend_7d went from 0 to 50, not above 100",
            "spend_7d stayed 50, not above 100",
            "spend_7d stayed 50, not above 100",
            "spend_7d stayed 50, not above 100",
            null,
            "spend_7d went from 140 to 160, above 100 already before");
    assertThat(why(workspace, "waits", stream))
        .startsWith(
            "it ends a wait for purchase, if one was open",
            "it begins a wait of 2h for purchase, until 2026-03-02T12:01:00Z",
            "it waits for app_view, this was signalling, which neither begins nor ends a wait");
  }

  @Test
  void whatComesByTheClockOrByTagsSaysWhatItWaitsFor() {
    TestWorkspace workspace =
        new TestWorkspace()
            .file(
                "campaigns/tagging.yaml",
                "campaign: tagging\nwhen: {event: recharge}\ntag: {rich: 1h}\n")
            .campaign("pair", "{event: app_view, then: {event: purchase}, within: 2h}", "")
            .campaign("born", "{yearly: birth_date, at: \"09:00\"}", "")
            .campaign("came", "{tagged: rich}", "")
            .campaign("went", "{untagged: rich}", "");
    List<Event> stream =
        List.of(
            event("2026-03-02T10:00:00Z", "purchase", "amount", 50),
            event("2026-03-02T10:01:00Z", "app_view", "product", "p"),
            profile("2026-03-02T10:02:00Z", Map.of("birth_date", LocalDate.of(1990, 1, 1))),
            event("2026-03-02T10:03:00Z", "recharge", "amount", 5),
            event("2026-03-02T10:04:00Z", "purchase", "amount", 90));

    assertThat(why(workspace, "pair", stream))
        .containsExactly(
            "it completes nothing: no app_view of the 2h before it waits for it",
            "it begins a sequence; purchase must follow within 2h",
            "it waits for app_view, this was profile, which neither begins nor completes its"
                + " sequence",
            "it waits for app_view, this was recharge, which neither begins nor completes its"
                + " sequence",
            null);
    assertThat(why(workspace, "born", stream))
        .startsWith("customer.birth_date is missing", "customer.birth_date is missing")
        .endsWith(
            "its moment is due by the clock on 2027-01-01 at 09:00, every year by"
                + " customer.birth_date");
    assertThat(why(workspace, "came", stream))
        .startsWith("the tag rich did not come")
        .endsWith(null, "she had the tag rich already");
    assertThat(why(workspace, "went", stream))
        .startsWith("she had no tag rich")
        .endsWith("she still has the tag rich");
  }

  @Test
  void aDayIsToldInHerTimeWhetherItIsToComeOrHasPassed() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign("week", "{date: birth_date, offset: -1w, at: \"10:00\"}", "")
            .campaign("year", "{yearly: birth_date, at: \"10:00\"}", "");
    List<Event> stream =
        List.of(
            profile(
                "2028-02-20T09:00:00Z",
                Map.of("birth_date", LocalDate.of(2028, 2, 29), "timezone", "Asia/Shanghai")),
            event("2028-02-22T02:00:00Z", "recharge", "amount", 5),
            event("2028-02-22T02:00:00.001Z", "recharge", "amount", 5),
            event("2028-02-29T02:00:00.001Z", "recharge", "amount", 5));

    String once = "on 2028-02-22 at 10:00, once for each customer.birth_date";
    assertThat(why(workspace, "week", stream))
        .containsExactly(
            "its moment is due by the clock " + once,
            "its moment is due by the clock " + once,
            null,
            "its moment was due by the clock " + once,
            "its moment was due by the clock " + once);
    assertThat(why(workspace, "year", stream))
        .startsWith(
            "its moment is due by the clock on 2028-02-29 at 10:00, every year by"
                + " customer.birth_date")
        .endsWith(
            "its moment is due by the clock on 2029-02-28 at 10:00, every year by"
                + " customer.birth_date");
  }

  /** 10:00 of the day came in Shanghai; in Los Angeles it is the evening before. */
  @Test
  void aDayThatHasComeDoesNotComeAgainForOneWhoTravelsWest() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign("once", "{date: birth_date, at: \"10:00\"}", "")
            .campaign("year", "{yearly: birth_date, at: \"10:00\"}", "");
    List<Event> stream =
        List.of(
            profile(
                "2026-03-02T00:00:00Z",
                Map.of("birth_date", LocalDate.of(2026, 3, 10), "timezone", "Asia/Shanghai")),
            profile("2026-03-10T03:00:00Z", Map.of("timezone", "America/Los_Angeles")));

    assertThat(why(workspace, "once", stream))
        .endsWith(
            null,
            "its moment was before, when 2026-03-10 10:00 had come where she was, once for each"
                + " customer.birth_date");
    assertThat(why(workspace, "year", stream))
        .endsWith(
            null,
            "its moment is due by the clock on 2027-03-10 at 10:00, every year by"
                + " customer.birth_date");
  }

  @Test
  void aPersonalDayIsNotTold() {
    TestWorkspace workspace =
        new TestWorkspace()
            .file("schema.yaml", "customer: {born: {type: date, pii: true}, push_token: text}\n")
            .campaign("day", "{date: born, offset: -3d, at: \"10:00\"}", "")
            .campaign("year", "{yearly: born, at: \"10:00\"}", "");
    List<Event> stream =
        List.of(profile("2026-03-02T10:00:00Z", Map.of("born", LocalDate.of(1990, 1, 1))));

    assertThat(why(workspace, "day", stream))
        .containsExactly("its moment comes by the clock, at 10:00, 3d before customer.born");
    assertThat(why(workspace, "year", stream))
        .containsExactly("its moment comes by the clock, at 10:00 of the year's customer.born");
  }

  @Test
  void nobodyAskedOnAChannel() {
    TestWorkspace workspace =
        new TestWorkspace()
            .setting("  web: {inbound: true}")
            .file(
                "offers.yaml", "pack: {value: 1, start propensity: 0.1, content: {web: {en: x}}}\n")
            .campaign("banner", "{ask: web}", "channels: [web]\n");

    assertThat(
            why(
                workspace,
                "banner",
                List.of(event("2026-03-02T10:00:00Z", "recharge", "amount", 5))))
        .containsExactly("nobody asked on web");
  }

  @Test
  void aResponseIsToldWithWhatItAnswers() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign("each", "{event: purchase}", "")
            .campaign("thanks", "{event: response, where: offer == \"care\"}", "class: service");

    assertThat(
            why(
                workspace,
                "thanks",
                List.of(event("2026-03-02T10:00:00Z", "purchase", "amount", 50), response("pack"))))
        .containsExactly(
            "it waits for response, this was purchase", "where offer == \"care\": was pack");
  }

  @Test
  void personalValuesAreInNoReason() {
    TestWorkspace workspace =
        new TestWorkspace()
            .file(
                "schema.yaml",
                """
                customer:
                  name: {type: text, pii: true}
                  push_token: {type: text, pii: true}
                  income: {type: number, pii: true}
                events:
                  call: {number: {type: text, pii: true}}
                """)
            .features("last_number: {latest: call.number}")
            .campaign("called", "{event: call, where: number == \"1\"}", "")
            .campaign("rich", "{cross: customer.income, above: 5000}", "")
            .campaign("known", "{event: call}", "if: ['last_number == \"2\"']");
    List<Event> stream =
        List.of(
            profile("2026-03-02T10:00:00Z", Map.of("name", "SECRET", "income", number("777888"))),
            event("2026-03-02T10:01:00Z", "call", "number", "SECRET"),
            event("2026-03-02T10:02:00Z", "call", "number", "SECRET2"));

    for (String campaign : new String[] {null, "called", "rich", "known"}) {
      assertThat(explain(workspace, campaign, stream, null).toString())
          .contains("***")
          .doesNotContain("SECRET", "777888");
    }
    assertThat(why(workspace, "called", stream)).last().isEqualTo("where number == \"1\": was ***");
  }

  private static java.math.BigDecimal number(String text) {
    return new java.math.BigDecimal(text);
  }

  /** The decoder lets no such event in: it stands for whatever a condition may stumble over. */
  @Test
  void whatCannotBeEvaluatedIsSaidAndTheRestIsExplained() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign(
                "waits",
                "{event: purchase, where: amount > 5, without: {event: app_view}, "
                    + "within: 1h, match: product}",
                "");
    Event broken = event("2026-03-02T10:00:00Z", "purchase", "amount", "a text");
    Event fine = event("2026-03-02T11:00:00Z", "purchase", "amount", 6, "product", "p");
    assertThat(explain(workspace, "waits", List.of(broken, fine), null))
        .extracting(Explanation::noMoment)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo(
                        "it begins no wait: where amount > 5: cannot be evaluated"
                            + " (ClassCastException)"),
            second -> assertThat(second).startsWith("it begins a wait of 1h"));
  }

  private static List<String> why(TestWorkspace workspace, String campaign, List<Event> stream) {
    return explain(workspace, campaign, stream, null).stream().map(Explanation::noMoment).toList();
  }
}
