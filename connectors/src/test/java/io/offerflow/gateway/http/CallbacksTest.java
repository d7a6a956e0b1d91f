package io.offerflow.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.offerflow.gateway.carrier.Receipt;
import io.offerflow.gateway.carrier.Receipt.Kind;
import io.offerflow.gateway.carrier.Reply;
import io.offerflow.gateway.carrier.Secret;
import io.offerflow.gateway.http.CallbackSettings.ReceiptForm;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class CallbacksTest {
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private static final Seal SEAL = new Seal(Secret.of("a key of the receiver"));
  private static final String TOKEN = "a token of the receiver";

  private final Accounts.Heard heard = new Accounts.Heard();

  private int take(ReceiptForm form, Call call) {
    CallbackSettings settings =
        new CallbackSettings(
            new InetSocketAddress(0), "http://gw", SEAL, Secret.of(TOKEN), form, null, null);
    return new Callbacks(settings, heard, new TickingClock(NOW))
        .take(call)
        .toCompletableFuture()
        .join();
  }

  private int take(Call call) {
    return take(ReceiptForm.KANNEL, call);
  }

  private static Call get(String path, String query) {
    return new Call("GET", path, query, Map.of(), new byte[0]);
  }

  private static Call post(String path, String body, String signature, Instant at) {
    return new Call(
        "POST",
        path,
        null,
        signature == null
            ? Map.of()
            : Map.of(Seal.TIMESTAMP, Long.toString(at.getEpochSecond()), Seal.SIGNATURE, signature),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static Call signed(String body, Instant at) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return post("/responses", body, SEAL.ofBody(Long.toString(at.getEpochSecond()), bytes), at);
  }

  private static String path(String decision) {
    return CallbackPaths.receipt(decision, SEAL);
  }

  @Test
  void kannelSStatesAreResponses() {
    assertThat(take(get(path("d-1"), "status=1&answer=ACK%2F"))).isEqualTo(200);
    assertThat(take(get("/behind/a/proxy" + path("d-2"), "status=2&answer="))).isEqualTo(200);
    assertThat(take(get(path("d-3"), "status=2&answer=id:7+stat:EXPIRED+err:001"))).isEqualTo(200);
    assertThat(take(get(path("d-4"), "status=16&answer=NACK"))).isEqualTo(200);
    assertThat(take(get(path("d-5"), "status=8&answer="))).isEqualTo(200);
    assertThat(take(get(path("d-6"), "status=delivered"))).isEqualTo(200);
    assertThat(heard.receipts)
        .containsExactly(
            Receipt.ofDecision("d-1", Kind.DELIVERED, null),
            Receipt.ofDecision("d-2", Kind.FAILED, "undeliverable"),
            Receipt.ofDecision("d-3", Kind.FAILED, "expired"),
            Receipt.ofDecision("d-4", Kind.FAILED, "rejected"));
  }

  @Test
  void aReceiptForAnotherDecisionIsRefused() {
    String[] ours = path("d-1").split("/");
    String[] theirs = path("d-2").split("/");
    assertThat(take(get("/receipt/" + theirs[2] + "/" + ours[3], "status=2"))).isEqualTo(403);
    assertThat(take(get("/receipt/" + ours[2] + "/", "status=2"))).isEqualTo(403);
    assertThat(heard.receipts).isEmpty();
  }

  @Test
  void aServiceSOwnWordsAreReadWhereTheSettingsSay() {
    ReceiptForm form =
        new ReceiptForm(
            JsonPointer.compile("/event/state"),
            JsonPointer.compile("/event/why"),
            Map.of("DELIVRD", Kind.DELIVERED, "UNDELIV", Kind.FAILED, "READ", Kind.OPENED));
    assertThat(take(form, post(path("d-1"), "{\"event\": {\"state\": \"READ\"}}", null, NOW)))
        .isEqualTo(200);
    assertThat(
            take(
                form,
                post(
                    path("d-2"),
                    "{\"event\": {\"state\": \"UNDELIV\", \"why\": \"ABSENT_SUBSCRIBER\"}}",
                    null,
                    NOW)))
        .isEqualTo(200);
    assertThat(
            take(
                form,
                post(
                    path("d-3"),
                    "{\"event\": {\"state\": \"UNDELIV\", \"why\": \"no route to +8613900001234\"}}",
                    null,
                    NOW)))
        .isEqualTo(200);
    assertThat(take(form, post(path("d-4"), "{\"event\": {\"state\": \"ENROUTE\"}}", null, NOW)))
        .isEqualTo(200);
    assertThat(take(form, post(path("d-5"), "not json", null, NOW))).isEqualTo(200);
    assertThat(heard.receipts)
        .containsExactly(
            Receipt.ofDecision("d-1", Kind.OPENED, null),
            Receipt.ofDecision("d-2", Kind.FAILED, "absent-subscriber"),
            Receipt.ofDecision("d-3", Kind.FAILED, "undeliverable"));
  }

  @Test
  void signedResponsesAreTakenOneOrMany() {
    assertThat(take(signed("{\"decision\": \"d-1\", \"kind\": \"clicked\"}", NOW))).isEqualTo(200);
    assertThat(
            take(
                signed(
                    """
                    [{"decision": "d-2", "kind": "failed", "reason": "blocked"},
                     {"decision": "d-3", "kind": "unsubscribed"}]
                    """,
                    NOW.minus(Callbacks.FRESH))))
        .isEqualTo(200);
    assertThat(heard.receipts)
        .containsExactly(
            Receipt.ofDecision("d-1", Kind.CLICKED, null),
            Receipt.ofDecision("d-2", Kind.FAILED, "blocked"),
            Receipt.ofDecision("d-3", Kind.UNSUBSCRIBED, null));
  }

  @Test
  void whatIsNotSignedNowAndWithTheKeyIsRefused() {
    String body = "{\"decision\": \"d-1\", \"kind\": \"clicked\"}";
    String right =
        SEAL.ofBody(Long.toString(NOW.getEpochSecond()), body.getBytes(StandardCharsets.UTF_8));
    assertThat(take(post("/responses", body, null, NOW))).isEqualTo(403);
    assertThat(take(post("/responses", body, "v1=00", NOW))).isEqualTo(403);
    assertThat(take(post("/responses", body + " ", right, NOW))).isEqualTo(403);
    assertThat(take(post("/responses", body, right, NOW.plusSeconds(1)))).isEqualTo(403);
    assertThat(take(signed(body, NOW.minus(Callbacks.FRESH).minusSeconds(1)))).isEqualTo(403);
    assertThat(take(signed(body, NOW.plus(Duration.ofDays(1))))).isEqualTo(403);
    assertThat(heard.receipts).isEmpty();
  }

  @Test
  void nothingOfAListCountsWhenAPartIsWrong() {
    assertThat(
            take(
                signed(
                    "[{\"decision\": \"d-2\", \"kind\": \"clicked\"}, {\"kind\": \"clicked\"}]",
                    NOW)))
        .isEqualTo(400);
    assertThat(take(signed("{\"decision\": \"d-2\", \"kind\": \"presented!\"}", NOW)))
        .isEqualTo(400);
    assertThat(take(signed("7", NOW))).isEqualTo(400);
    assertThat(heard.receipts).isEmpty();
  }

  @Test
  void repliesAreTakenWithTheTokenAlone() {
    String token = "token=" + Escapes.url(TOKEN);
    assertThat(take(get("/message", token + "&from=%2B8613900001234&text=STOP%20it")))
        .isEqualTo(200);
    assertThat(take(get("/message", "token=other&from=1&text=STOP"))).isEqualTo(403);
    assertThat(take(get("/message", "from=1&text=STOP"))).isEqualTo(403);
    assertThat(take(get("/message", null))).isEqualTo(403);
    assertThat(take(get("/message", token + "&text=STOP"))).isEqualTo(400);
    assertThat(take(get("/message", token + "&from=1&text=" + "x".repeat(4_097)))).isEqualTo(400);
    assertThat(heard.replies).containsExactly(new Reply("+8613900001234", "STOP it"));
  }

  @Test
  void otherPathsAndMethodsAreRefused() {
    assertThat(take(get("/", null))).isEqualTo(404);
    assertThat(take(get("", null))).isEqualTo(404);
    assertThat(take(get("/responses", null))).isEqualTo(405);
    assertThat(take(post("/message", "x", null, NOW))).isEqualTo(405);
    assertThat(take(new Call("DELETE", path("d"), null, Map.of(), new byte[0]))).isEqualTo(405);
  }

  @Property(tries = 500)
  void whateverStrangersSayChangesNothing(
      @ForAll @StringLength(max = 60) String path,
      @ForAll @StringLength(max = 60) String query,
      @ForAll @StringLength(max = 60) String body) {
    for (String at : new String[] {path, "/receipt/" + path, "/responses", "/message"}) {
      Call call =
          new Call(
              "POST",
              at,
              query,
              Map.of(Seal.TIMESTAMP, query, Seal.SIGNATURE, body),
              body.getBytes(StandardCharsets.UTF_8));
      assertThat(take(call)).isGreaterThanOrEqualTo(400);
      assertThat(take(get(at, query))).isGreaterThanOrEqualTo(400);
    }
    assertThat(heard.receipts).isEmpty();
    assertThat(heard.replies).isEmpty();
  }
}
