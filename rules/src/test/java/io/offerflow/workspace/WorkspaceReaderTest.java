package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.condition.Ref;
import io.offerflow.event.DurationText;
import io.offerflow.event.ValueType;
import io.offerflow.feature.Feature;
import io.offerflow.feature.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the files say, in the words of the records. */
class WorkspaceReaderTest {
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  WorkspaceReaderTest() {
    file(
        "workspace.yaml",
        """
        {offerflow: 1, name: w, timezone: Asia/Shanghai, currency: CNY, language: zh, disorder: 2s,
         channels: {sms: {address: msisdn}, push: {address: customer}, desk: {inbound: true}}}
        """);
    file(
        "schema.yaml",
        """
        customer:
          msisdn: {type: text, pii: true}
          points: integer
          home: {type: text, pii: true}
        events:
          recharge: {amount: number, dedupe: off, coupon: {type: text, values: [a, b], pii: true}}
          visit: {dedupe: {type: text}, page: text}
          purchase: {coupon: text}
        """);
    file(
        "features.yaml",
        """
        spend: {sum: purchase.amount, last: 30d}
        dollars: {max: purchase.amount, since: week, currency: USD}
        coupons: {distinct: recharge.coupon}
        coupon: {latest: recharge.coupon, where: 'amount > 5'}
        seen: {first: visit.time}
        charged: {average: recharge.amount, since: month}
        """);
    file(
        "offers.yaml",
        """
        o: {value: 3.5, start propensity: 0.1, valid: 2026-01-01 .. 2026-12-31,
            content: {sms: {zh: "嗨 {{customer.home|}}"}, push: {zh: {title: a, body: b}}}}
        """);
    file(
        "policy.yaml",
        """
        quiet hours: {sms: "21:00-09:00"}
        when quiet: drop
        blackouts: [{from: 2026-12-31T18:00, to: 2027-01-01T10:00:30}]
        classes: {service: {ignores: [caps, quiet hours], counts: false, purpose: care}, sales: {}}
        caps: [{max: 2, since: day}, {max: 1, last: 7d, channel: sms, class: sales}]
        consent: {sms: opt-out, push: opt-in}
        record: {none: 0.5%}
        """);
  }

  @Test
  void settingsAndTheirDefaults() {
    Settings settings = read().settings();

    assertThat(settings.timezone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
    assertThat(settings.disorderMillis()).isEqualTo(2000);
    assertThat(settings.aheadMillis()).isEqualTo(300_000);
    assertThat(settings.forgetMillis()).isEqualTo(DurationText.MAX_MILLIS);
    assertThat(settings.channels().values())
        .containsExactly(
            new Settings.Channel("sms", "msisdn", false),
            new Settings.Channel("push", "customer", false),
            new Settings.Channel("desk", null, true));
  }

  @Test
  void typesOfEventsGrowAndMayTurnDedupeOff() {
    var events = read().schema().events();

    assertThat(events.get("recharge").dedupe()).isFalse();
    assertThat(events.get("recharge").fields()).containsOnlyKeys("amount", "coupon");
    assertThat(events.get("visit").dedupe()).isTrue();
    assertThat(events.get("visit").fields()).containsOnlyKeys("dedupe", "page");
    assertThat(events.get("purchase").fields()).containsKeys("amount", "coupon");
    assertThat(read().schema().customer()).containsKeys("language", "products", "points");
  }

  @Test
  void featuresHaveTypesWindowsAndCurrencies() {
    List<Feature> features = read().features();

    assertThat(features)
        .extracting(Feature::type)
        .containsExactly(
            ValueType.NUMBER,
            ValueType.NUMBER,
            ValueType.INTEGER,
            ValueType.TEXT,
            ValueType.TIME,
            ValueType.NUMBER);
    assertThat(features)
        .extracting(Feature::currency)
        .containsExactly("CNY", "USD", null, null, null, null);
    assertThat(features)
        .extracting(Feature::pii)
        .containsExactly(false, false, true, true, false, false);
    assertThat(features)
        .extracting(Feature::window)
        .containsExactly(
            new Window.Rolling(30L * 86_400_000),
            new Window.Calendar(Window.Unit.WEEK),
            new Window.Life(),
            new Window.Life(),
            new Window.Life(),
            new Window.Calendar(Window.Unit.MONTH));
  }

  @Test
  void offersHaveTheDefaultsOfTheContract() {
    Offer offer = read().offers().get("o");

    assertThat(offer.cost()).isEqualByComparingTo("0");
    assertThat(offer.evidence()).isEqualByComparingTo("100");
    assertThat(offer.expiresMillis()).isEqualTo(86_400_000);
    assertThat(offer.valid()).isEqualTo(period("2025-12-31T16:00:00Z", "2026-12-31T16:00:00Z"));
    assertThat(offer.content().get("sms").get("zh").parts()).containsOnlyKeys("text");
    assertThat(offer.content().get("push").get("zh").parts()).containsOnlyKeys("title", "body");
  }

  @Test
  void policySaysWhoMayBeContacted() {
    Policy policy = read().policy();

    assertThat(policy.quietHours())
        .containsExactly(
            Map.entry("sms", new Policy.QuietHours(LocalTime.of(21, 0), LocalTime.of(9, 0))));
    assertThat(policy.whenQuiet()).isEqualTo(Policy.WhenQuiet.DROP);
    assertThat(policy.blackouts())
        .containsExactly(
            new Policy.Blackout(
                LocalDateTime.of(2026, 12, 31, 18, 0), LocalDateTime.of(2027, 1, 1, 10, 0, 30)));
    assertThat(policy.classes().values())
        .containsExactly(
            new Policy.ContactClass(
                "service",
                0,
                "care",
                Set.of(Policy.Ignored.CAPS, Policy.Ignored.QUIET_HOURS),
                false),
            new Policy.ContactClass("sales", 1, "marketing", Set.of(), true));
    assertThat(policy.caps())
        .containsExactly(
            new Policy.Cap(2, new Window.Calendar(Window.Unit.DAY), null, null, null),
            new Policy.Cap(1, new Window.Rolling(7L * 86_400_000), "sms", null, "sales"));
    assertThat(policy.optIn()).isEqualTo(Map.of("sms", false, "push", true));
    assertThat(policy.recordNone()).isEqualByComparingTo("0.005");
  }

  @Test
  void aCampaignIsWhenIfWhatAndHow() {
    Campaign campaign =
        campaign(
            "{cross: spend, below: -2.50}",
            """
        active: 2026-11-01T08:00:00+08:00 .. 2026-11-02
        if: [customer.points >= 5, event.coupon is missing]
        context: [{if: 'hour in (1, 2)', weight: 50}]
        lever: -20
        act within: 5m
        """);

    assertThat(campaign.moment())
        .isEqualTo(new Moment.Cross(new Ref.Feature("spend"), false, new BigDecimal("-2.50")));
    assertThat(campaign.active()).isEqualTo(period("2026-11-01T00:00:00Z", "2026-11-02T16:00:00Z"));
    assertThat(campaign.conditions()).hasSize(2);
    assertThat(campaign.context()).hasSize(1);
    assertThat(campaign.lever()).isEqualByComparingTo("-20");
    assertThat(campaign.actWithinMillis()).isEqualTo(300_000);
    assertThat(campaign.channels()).containsExactly("push", "sms");
    assertThat(campaign("{event: visit}", "").actWithinMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void momentsKnowWhatTheirEventHas() {
    assertThat(
            campaign("{event: recharge, where: 'coupon == \"a\"'}", "if: event.amount > 1\n")
                .moment())
        .isInstanceOf(Moment.OnEvent.class);
    assertThat(
            campaign(
                    "{event: recharge, without: {event: purchase}, within: 2h, match: amount}",
                    "if: event.coupon is known\n")
                .moment())
        .isEqualTo(
            new Moment.Without(
                new Moment.Trigger("recharge", null),
                new Moment.Trigger("purchase", null),
                7_200_000,
                "amount",
                ValueType.NUMBER));
    assertThat(campaign("{cross: customer.points, above: 5}", "if: event.time <= now\n").moment())
        .isEqualTo(new Moment.Cross(new Ref.Customer("points"), true, new BigDecimal("5")));
  }

  @Test
  void feedsSayWhereValuesComeFrom() {
    file(
        "feeds.yaml",
        """
        orders:
          format: {delimited: "\\t", columns: [who, day, sum]}
          topic: shop.orders
          event: purchase
          id: "{file}:{line}"
          customer: "{who}"
          time: {column: day, pattern: yyyyMMdd, zone: UTC}
          fields: {amount: sum, quantity: {value: 1}}
        crm:
          format: json
          event: profile
          id: "{/id}"
          customer: "{/id}"
          time: {column: /ts, unit: s}
          set: {points: /points}
        """);
    Map<String, Feed> feeds = read().feeds();

    assertThat(feeds.get("orders").format())
        .isEqualTo(new Feed.Delimited('\t', false, List.of("who", "day", "sum")));
    assertThat(feeds.get("orders").topic()).isEqualTo("shop.orders");
    assertThat(feeds.get("orders").fields())
        .containsEntry("amount", new Feed.Origin("sum", null))
        .containsEntry("quantity", new Feed.Origin(null, BigDecimal.ONE));
    assertThat(feeds.get("crm").time()).isEqualTo(new Feed.Epoch("/ts", 1000));
    assertThat(feeds.get("crm").set()).containsOnlyKeys("points");
  }

  private Campaign campaign(String when, String more) {
    file(
        "campaigns/c.yaml",
        "campaign: c\nclass: sales\noffer: o\nchannels: [push, sms]\nwhen: " + when + "\n" + more);
    return read().campaigns().get(0);
  }

  private Workspace read() {
    WorkspaceReader.Result result = WorkspaceReader.read(files);
    assertThat(result.problems()).isEmpty();
    return result.workspace();
  }

  private void file(String path, String text) {
    files.put(path, text.getBytes(UTF_8));
  }

  private static Period period(String from, String to) {
    return new Period(Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli());
  }
}
