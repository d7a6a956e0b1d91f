package io.offerflow.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.offerflow.gateway.carrier.Receipt;
import io.offerflow.gateway.carrier.Receipts;
import io.offerflow.gateway.carrier.Reply;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What calls of the receiver mean. Who cannot prove who he is learns and changes nothing. */
final class Callbacks {
  /** A signed response older or further ahead than this is refused. */
  static final Duration FRESH = Duration.ofMinutes(5);

  private static final int MOST = 1_000;
  private static final int LONGEST_TEXT = 4_096;

  private static final int OK = 200;
  private static final int BAD = 400;
  private static final int FORBIDDEN = 403;
  private static final int UNKNOWN = 404;
  private static final int METHOD = 405;

  private final CallbackSettings settings;
  private final Receipts receipts;
  private final Clock clock;

  Callbacks(CallbackSettings settings, Receipts receipts, Clock clock) {
    this.settings = settings;
    this.receipts = receipts;
    this.clock = clock;
  }

  /**
   * The status to answer, once what was said is safe. Completes exceptionally when it cannot be
   * made safe now, and is to be said again.
   */
  CompletionStage<Integer> take(Call call) {
    List<String> tail = call.tail(3);
    if (tail.get(2).equals(CallbackPaths.RESPONSES)) {
      return responses(call);
    }
    if (tail.get(2).equals(CallbackPaths.MESSAGE)) {
      return message(call);
    }
    if (tail.get(0).equals(CallbackPaths.RECEIPT)) {
      return receipt(call, tail.get(1), tail.get(2));
    }
    return status(UNKNOWN);
  }

  private CompletionStage<Integer> receipt(Call call, String word, String proof) {
    if (!call.method().equals("GET") && !call.method().equals("POST")) {
      return status(METHOD);
    }
    String decision = CallbackPaths.decision(word, proof, settings.seal());
    if (decision == null) {
      return status(FORBIDDEN);
    }
    CallbackSettings.ReceiptForm form = settings.form();
    Receipt receipt;
    if (form.status() == null) {
      receipt = KannelState.receipt(decision, call.parameter("status"), call.parameter("answer"));
    } else {
      JsonNode body = json(call);
      Receipt.Kind kind = form.kinds().get(body.at(form.status()).asText(""));
      String reason = form.reason() == null ? null : body.at(form.reason()).asText(null);
      receipt = kind == null ? null : of(decision, kind, reason);
    }
    return receipt == null ? status(OK) : receipts.receipt(receipt).thenApply(safe -> OK);
  }

  /** Signed as our own webhook signs: one object, or a list of them. */
  private CompletionStage<Integer> responses(Call call) {
    if (!call.method().equals("POST")) {
      return status(METHOD);
    }
    if (!isSigned(call)) {
      return status(FORBIDDEN);
    }
    JsonNode body = json(call);
    List<Receipt> all = new ArrayList<>();
    for (JsonNode one : body.isArray() ? body : List.of(body)) {
      Receipt.Kind kind = kind(one.path("kind").asText(""));
      String decision = one.path("decision").asText("");
      if (kind == null || decision.isEmpty() || decision.length() > 256 || all.size() >= MOST) {
        return status(BAD);
      }
      all.add(of(decision, kind, one.path("reason").asText(null)));
    }
    return CompletableFuture.allOf(
            all.stream()
                .map(each -> receipts.receipt(each).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new))
        .thenApply(safe -> OK);
  }

  private boolean isSigned(Call call) {
    String timestamp = call.header(Seal.TIMESTAMP);
    if (timestamp == null || !timestamp.matches("[0-9]{1,12}")) {
      return false;
    }
    long apart = Math.abs(clock.instant().getEpochSecond() - Long.parseLong(timestamp));
    return apart <= FRESH.toSeconds()
        && Seal.same(settings.seal().ofBody(timestamp, call.body()), call.header(Seal.SIGNATURE));
  }

  /** As Kannel's sms-service calls its get-url: {@code token}, {@code from}, {@code text}. */
  private CompletionStage<Integer> message(Call call) {
    if (!call.method().equals("GET")) {
      return status(METHOD);
    }
    if (settings.token() == null || !Seal.same(settings.token().value(), call.parameter("token"))) {
      return status(FORBIDDEN);
    }
    String from = call.parameter("from");
    String text = call.parameter("text");
    if (from == null
        || from.isBlank()
        || from.length() > 256
        || text == null
        || text.length() > LONGEST_TEXT) {
      return status(BAD);
    }
    return receipts.reply(new Reply(from.strip(), text)).thenApply(safe -> OK);
  }

  private static Receipt.Kind kind(String word) {
    for (Receipt.Kind kind : Receipt.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
        return kind;
      }
    }
    return null;
  }

  /** Reasons are words: they go into events and metrics, where nothing personal may come in. */
  private static Receipt of(String decision, Receipt.Kind kind, String reason) {
    if (kind != Receipt.Kind.FAILED) {
      return Receipt.ofDecision(decision, kind, null);
    }
    boolean word = reason != null && reason.matches("[A-Za-z][A-Za-z_-]{0,39}");
    return Receipt.ofDecision(
        decision, kind, word ? reason.toLowerCase(Locale.ROOT).replace('_', '-') : "undeliverable");
  }

  private static JsonNode json(Call call) {
    return new Answer(0, HttpHeaders.of(Map.of(), (name, value) -> true), call.body()).json();
  }

  private static CompletionStage<Integer> status(int status) {
    return CompletableFuture.completedFuture(status);
  }
}
