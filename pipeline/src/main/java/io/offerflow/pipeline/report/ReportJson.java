package io.offerflow.pipeline.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offerflow.measure.Funnel;
import io.offerflow.measure.Interval;
import io.offerflow.measure.Measured;
import io.offerflow.measure.Reason;
import io.offerflow.measure.ShareCheck;
import io.offerflow.measure.Uplift;
import io.offerflow.workspace.Workspace;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The report as one JSON object; what does not apply is left out. */
public final class ReportJson {
  private static final JsonNodeFactory NODES = new JsonNodeFactory(true);

  private ReportJson() {}

  public static String of(Workspace workspace, Measured measured) {
    ObjectNode object = NODES.objectNode().put("v", 1);
    object.put("workspace", workspace.settings().name()).put("bundle", workspace.version());
    if (workspace.settings().currency() != null) {
      object.put("currency", workspace.settings().currency());
    }
    if (measured.from() != null) {
      object.put("from", Instant.ofEpochMilli(measured.from()).toString());
      object.put("to", Instant.ofEpochMilli(measured.to()).toString());
    }
    ObjectNode decisions = object.putObject("decisions");
    new TreeMap<>(measured.decisions()).forEach((kind, count) -> decisions.put(word(kind), count));
    funnel(object.putObject("all"), measured.all());
    campaigns(object.putArray("campaigns"), measured);
    funnels(object.putObject("offers"), measured.offers());
    funnels(object.putObject("channels"), measured.channels());
    cells(object.putArray("cells"), measured.cells());
    if (measured.overall() != null) {
      uplift(object.putObject("overall"), measured.overall());
    }
    ArrayNode uplifts = object.putArray("uplifts");
    measured.uplifts().forEach(uplift -> uplift(uplifts.addObject(), uplift));
    checks(object.putArray("checks"), measured.checks());
    reasons(object.putArray("reasons"), measured.reasons());
    days(object.putArray("days"), measured.days());
    ArrayNode messages = object.putArray("customers_by_messages");
    measured.messages().forEach(messages::add);
    ArrayNode unknown = object.putArray("unknown");
    measured.unknown().forEach(unknown::add);
    return object.toString();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static BigDecimal plain(BigDecimal value) {
    return value.signum() == 0
        ? BigDecimal.ZERO
        : new BigDecimal(value.stripTrailingZeros().toPlainString());
  }

  private static void funnel(ObjectNode object, Funnel funnel) {
    object.put("contacts", funnel.contacts()).put("failed", funnel.failed());
    object.put("delivered", funnel.delivered()).put("engaged", funnel.engaged());
    object.put("accepted", funnel.accepted()).put("declined", funnel.declined());
    object.put("unsubscribed", funnel.unsubscribed()).put("converted", funnel.converted());
    object.put("earned", funnel.earned());
    object.put("cost", plain(funnel.cost())).put("value", plain(funnel.value()));
    if (funnel.roi() != null) {
      object.put("roi", plain(funnel.roi()));
    }
    if (!funnel.times().isEmpty()) {
      ObjectNode times = object.putObject("times");
      new TreeMap<>(funnel.times())
          .forEach(
              (step, took) ->
                  times
                      .putObject(word(step))
                      .put("contacts", took.contacts())
                      .put("median_ms", took.medianMillis())
                      .put("p90_ms", took.p90Millis()));
    }
  }

  private static void funnels(ObjectNode object, Map<String, Funnel> funnels) {
    funnels.forEach((name, funnel) -> funnel(object.putObject(name), funnel));
  }

  private static void campaigns(ArrayNode array, Measured measured) {
    for (Measured.CampaignResult one : measured.campaigns()) {
      ObjectNode object = array.addObject().put("campaign", one.id()).put("title", one.title());
      object.put("success", one.success());
      funnel(object.putObject("contacted"), one.funnel());
      if (one.ghosts().contacts() > 0) {
        funnel(object.putObject("left_alone"), one.ghosts());
      }
      object.put("pending", one.pending()).put("mixed", one.mixed());
    }
  }

  private static void cells(ArrayNode array, List<Measured.Cell> cells) {
    for (Measured.Cell cell : cells) {
      ObjectNode object = array.addObject();
      object.put("campaign", cell.campaign()).put("offer", cell.offer());
      object.put("channel", cell.channel());
      if (cell.variant() != null) {
        object.put("variant", cell.variant());
      }
      object.put("arm", cell.arm());
      funnel(object, cell.funnel());
    }
  }

  private static void uplift(ObjectNode object, Uplift uplift) {
    if (uplift.campaign() != null) {
      object.put("campaign", uplift.campaign());
    }
    object.put("against", uplift.against());
    object.put("contacted", uplift.contacted());
    object.put("contacted_successes", uplift.contactedSuccesses());
    object.put("left_alone", uplift.alone());
    object.put("left_alone_successes", uplift.aloneSuccesses());
    if (uplift.interval() != null) {
      object.put("difference", rounded(uplift.difference()));
      interval(object.putArray("interval_95"), uplift.interval());
      interval(object.putArray("extra_successes_95"), uplift.extraSuccesses());
    }
    object.put("verdict", word(uplift.verdict()));
  }

  private static void interval(ArrayNode array, Interval interval) {
    array.add(rounded(interval.low())).add(rounded(interval.high()));
  }

  private static double rounded(double value) {
    return Math.round(value * 1e9) / 1e9;
  }

  private static void checks(ArrayNode array, List<ShareCheck> checks) {
    for (ShareCheck check : checks) {
      ObjectNode object = array.addObject();
      if (check.campaign() != null) {
        object.put("campaign", check.campaign());
      }
      object.put("of", check.of());
      ArrayNode groups = object.putArray("groups");
      for (ShareCheck.Group group : check.groups()) {
        groups
            .addObject()
            .put("name", group.name())
            .put("share", rounded(group.share()))
            .put("customers", group.customers());
      }
      if (check.p() != null) {
        object.put("p", check.p());
      }
      object.put("alarm", check.alarm());
    }
  }

  private static void reasons(ArrayNode array, List<Reason> reasons) {
    for (Reason reason : reasons) {
      ObjectNode object = array.addObject().put("campaign", reason.campaign());
      object.put("result", reason.result().word());
      if (reason.detail() != null) {
        object.put("detail", reason.detail());
      }
      object.put("count", reason.count());
    }
  }

  private static void days(ArrayNode array, List<Measured.Day> days) {
    for (Measured.Day day : days) {
      ObjectNode object = array.addObject().put("date", day.date().toString());
      object.put("campaign", day.campaign()).put("contacts", day.contacts());
      object.put("left_alone", day.ghosts()).put("accepted", day.accepted());
      object.put("converted", day.converted()).put("earned", day.earned());
      object.put("capped", day.capped()).put("quiet", day.quiet());
    }
  }
}
