package io.offerflow.codec;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Decision.Choice;
import io.offerflow.decision.Decision.Considered;
import io.offerflow.decision.Decision.EventCause;
import io.offerflow.decision.Decision.TimerCause;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Writes decisions and offers as JSON, the same bytes for the same decision: members in the order
 * of contract section 5, those that do not apply left out, numbers as plain decimals without
 * trailing zeros. {@code time}, {@code decided} and {@code deadline} always have milliseconds;
 * {@code due} and {@code free}, which fall on round instants, have them only where they are not
 * zero. The parts of a content stand in order of their names.
 */
public final class DecisionEncoder {
  private DecisionEncoder() {}

  /** The record for {@code offerflow.decisions}; no personal values. */
  public static byte[] decision(Decision decision) {
    JsonOut out = new JsonOut(768);
    out.beginObject();
    out.name("v").number(1);
    out.member("decision", decision.id()).member("customer", decision.customer());
    cause(out, decision.cause());
    out.name("time").time(decision.time());
    out.member("outcome", decision.outcome().name().toLowerCase(Locale.ROOT));
    Choice choice = decision.choice();
    if (choice != null) {
      out.member("campaign", choice.campaign()).member("offer", choice.offer());
      out.member("channel", choice.channel());
      out.member("score", choice.score()).member("propensity", choice.propensity());
    }
    if (choice != null && choice.byModel() != null) {
      out.member("model", choice.byModel().model());
      out.member("probability", choice.byModel().probability());
    }
    if (choice != null) {
      out.member("arm", choice.arm()).member("variant", choice.variant());
    }
    out.member("bundle", decision.bundle());
    if (!decision.tags().isEmpty()) {
      out.name("tags").beginObject();
      texts(out, "set", decision.tags().set());
      texts(out, "removed", decision.tags().removed());
      out.endObject();
    }
    if (decision.granted() != null) {
      out.name("granted").value(decision.granted());
    }
    if (!decision.held().isEmpty()) {
      texts(out, "held", decision.held());
    }
    out.name("considered").beginArray();
    decision.considered().forEach(one -> considered(out, one));
    return out.endArray().endObject().toBytes();
  }

  /** The push for {@code offerflow.offers.<channel>}; the decision's outcome is OFFERED. */
  public static byte[] offer(Decision decision) {
    Choice choice = decision.choice();
    JsonOut out = new JsonOut(512);
    out.beginObject();
    out.name("v").number(1);
    out.member("decision", decision.id()).member("customer", decision.customer());
    out.member("channel", choice.channel()).member("to", choice.address());
    out.member("campaign", choice.campaign()).member("offer", choice.offer());
    out.name("content").beginObject();
    new TreeMap<>(choice.content()).forEach(out::member);
    out.endObject();
    out.member("language", choice.language()).member("class", choice.contactClass());
    out.name("decided").time(decision.time());
    out.name("deadline").time(choice.deadline());
    return out.member("bundle", decision.bundle()).endObject().toBytes();
  }

  /** What {@code offerflow.answers} gets; the decision has an answer. */
  public static byte[] answer(Decision decision) {
    Decision.Answer answer = decision.answer();
    JsonOut out = new JsonOut(512);
    out.beginObject();
    out.name("v").number(1);
    out.member("request", answer.request()).member("decision", decision.id());
    out.member("customer", decision.customer()).member("channel", answer.channel());
    out.name("answers").beginArray();
    int rank = 0;
    for (Decision.Answer.Entry entry : answer.entries()) {
      out.beginObject();
      out.name("rank").number(++rank);
      out.member("campaign", entry.campaign()).member("offer", entry.offer());
      out.member("score", entry.score());
      out.name("content").beginObject();
      new TreeMap<>(entry.content()).forEach(out::member);
      out.endObject().endObject();
    }
    return out.endArray().endObject().toBytes();
  }

  private static void cause(JsonOut out, Decision.Cause cause) {
    out.name("cause").beginObject();
    if (cause instanceof EventCause event) {
      out.member("event", event.id()).member("type", event.type());
    } else if (cause instanceof TimerCause timer) {
      out.name("due").shortTime(timer.due());
    }
    out.endObject();
  }

  private static void texts(JsonOut out, String name, Collection<String> texts) {
    out.name(name).beginArray();
    texts.forEach(out::text);
    out.endArray();
  }

  private static void considered(JsonOut out, Considered one) {
    out.beginObject();
    out.member("campaign", one.campaign()).member("moment", one.moment());
    out.member("result", one.result().word()).member("detail", one.detail());
    if (one.free() != null) {
      out.name("free").shortTime(one.free());
    }
    out.endObject();
  }
}
