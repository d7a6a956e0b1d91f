package io.offerflow.gateway.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.sun.net.httpserver.HttpServer;
import io.offerflow.gateway.carrier.Carrier;
import io.offerflow.gateway.carrier.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that misbehaves. */
final class HttpCarrierTest {
  /** Sunday, as the dates below say. */
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T08:00:00Z"), ZoneOffset.UTC);

  private static WireMockServer server;

  @BeforeAll
  static void start() {
    server = new WireMockServer(wireMockConfig().dynamicPort());
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @BeforeEach
  void forget() {
    server.resetAll();
  }

  private static String account(String url, String more) {
    return """
    request:
      url: %s
      headers: {Idempotency-Key: "{{decision}}"}
      json: {to: "{{to}}", text: "{{content.text}}"}
    %s
    """
        .formatted(url, more);
  }

  private static Outcome submit(String more) {
    return submit(server.baseUrl() + "/send", more);
  }

  private static Outcome submit(String url, String more) {
    try (Carrier carrier = Accounts.account(account(url, more)).open(new Accounts.Heard(), CLOCK)) {
      return carrier.submit(Accounts.sms("hello")).toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void answer(ResponseDefinitionBuilder response) {
    server.stubFor(any(anyUrl()).willReturn(response));
  }

  private static Outcome.Retry retry(String reason, Duration after, boolean everything) {
    return new Outcome.Retry(reason, after, everything);
  }

  @Test
  void aPushIsSentOnceWithItsDecisionAsKey() {
    answer(aResponse().withStatus(202).withBody("{\"id\": 7}"));

    assertThat(submit("")).isEqualTo(new Outcome.Sent(List.of()));
    server.verify(
        1,
        postRequestedFor(urlEqualTo("/send"))
            .withHeader("Idempotency-Key", equalTo(Accounts.DECISION))
            .withHeader("Content-Type", equalTo("application/json"))
            .withRequestBody(equalTo("{\"to\":\"" + Accounts.TO + "\",\"text\":\"hello\"}")));
  }

  @Test
  void throttlingMakesEverythingWaitAsLongAsIsAsked() {
    answer(aResponse().withStatus(429).withHeader("Retry-After", "17"));
    assertThat(submit("")).isEqualTo(retry("throttled", Duration.ofSeconds(17), true));

    answer(aResponse().withStatus(503).withHeader("Retry-After", "Sun, 22 Nov 2026 08:02:00 GMT"));
    assertThat(submit("")).isEqualTo(retry("server-error", Duration.ofMinutes(2), true));

    answer(aResponse().withStatus(429).withHeader("Retry-After", "Sun, 22 Nov 2026 07:00:00 GMT"));
    assertThat(submit("")).isEqualTo(retry("throttled", Duration.ZERO, true));

    answer(aResponse().withStatus(429).withHeader("Retry-After", "999999999"));
    assertThat(submit("")).isEqualTo(retry("throttled", RetryAfter.MOST, true));

    answer(aResponse().withStatus(429).withHeader("Retry-After", "soon, -1"));
    assertThat(submit("")).isEqualTo(retry("throttled", null, true));
  }

  @Test
  void aServerSOwnFaultIsForAnotherTime() {
    answer(aResponse().withStatus(500).withBody("<html>stack trace</html>"));
    assertThat(submit("")).isEqualTo(retry("server-error", null, false));
  }

  @Test
  void otherRefusalsAreForGood() {
    answer(aResponse().withStatus(404));
    assertThat(submit("")).isEqualTo(new Outcome.Failed("http-404", false));
    answer(aResponse().withStatus(302).withHeader("Location", "/elsewhere"));
    assertThat(submit("redirects: same host")).isEqualTo(new Outcome.Failed("redirected", false));
  }

  @Test
  void whoDoesNotAnswerLeavesDoubt() {
    // Time enough for a connection, and no time for an answer, however busy the machine is.
    answer(aResponse().withStatus(200).withFixedDelay(60_000));
    assertThat(submit("timeout: 1s")).isEqualTo(new Outcome.Unknown("timeout"));

    answer(
        aResponse().withStatus(200).withBody("x".repeat(50)).withChunkedDribbleDelay(50, 60_000));
    assertThat(submit("timeout: 1s")).isEqualTo(new Outcome.Unknown("timeout"));
  }

  @Test
  void aConnectionThatBreaksLeavesDoubt() {
    for (Fault fault :
        List.of(
            Fault.CONNECTION_RESET_BY_PEER, Fault.EMPTY_RESPONSE, Fault.RANDOM_DATA_THEN_CLOSE)) {
      answer(aResponse().withFault(fault));
      assertThat(submit("")).as("%s", fault).isEqualTo(new Outcome.Unknown("broken-connection"));
    }
    answer(aResponse().withStatus(200).withFault(Fault.MALFORMED_RESPONSE_CHUNK));
    assertThat(submit("")).isEqualTo(new Outcome.Unknown("broken-connection"));
  }

  @Test
  void aPostIsNeverRepeatedByItself() {
    answer(aResponse().withFault(Fault.EMPTY_RESPONSE));
    submit("");
    server.verify(1, postRequestedFor(anyUrl()));
  }

  @Test
  void whereNobodyListensNothingWasSent() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    assertThat(submit("http://127.0.0.1:" + port + "/send", ""))
        .isEqualTo(retry("unreachable", null, true));
    assertThat(submit("http://nobody.invalid/send", ""))
        .isEqualTo(retry("unreachable", null, true));
  }

  @Test
  void ofAHugeAnswerOnlyTheBeginningIsRead() {
    answer(aResponse().withStatus(400).withBody("{\"code\": \"gone\"" + " ".repeat(20_000_000)));
    assertThat(submit("outcomes: [{status: 400, matches: 'gone', then: unset, reason: gone}]"))
        .isEqualTo(new Outcome.Failed("gone", true));

    answer(aResponse().withStatus(400).withBody(" ".repeat(100_000) + "gone"));
    assertThat(submit("outcomes: [{status: 400, matches: 'gone', then: unset, reason: gone}]"))
        .isEqualTo(new Outcome.Failed("http-400", false));
  }

  @Test
  void rulesLookIntoTheBody() {
    String rules =
        """
        outcomes:
          - {status: 200, at: /errors/0/code, matches: '^(11|12)$', then: failed, reason: blocked}
          - {status: 200, at: /errors, then: retry, reason: partial}
          - {status: [400, 409..410], matches: '(?i)duplicate', then: sent}
        """;
    answer(aResponse().withStatus(200).withBody("{\"errors\": [{\"code\": 12}]}"));
    assertThat(submit(rules)).isEqualTo(new Outcome.Failed("blocked", false));
    answer(aResponse().withStatus(200).withBody("{\"errors\": [{\"code\": 13}]}"));
    assertThat(submit(rules)).isEqualTo(retry("partial", null, false));
    answer(aResponse().withStatus(200).withBody("{\"errors\": null}"));
    assertThat(submit(rules)).isEqualTo(new Outcome.Sent(List.of()));
    answer(aResponse().withStatus(409).withBody("DUPLICATE"));
    assertThat(submit(rules)).isEqualTo(new Outcome.Sent(List.of()));
    answer(aResponse().withStatus(200).withBody("{\"errors\": [malformed"));
    assertThat(submit(rules)).isEqualTo(new Outcome.Sent(List.of()));
  }

  @Test
  void aRedirectIsFollowedOnlyWhereItLeadsBackToTheSameHost() {
    server.stubFor(
        post("/send").willReturn(aResponse().withStatus(307).withHeader("Location", "/v2/send")));
    server.stubFor(post("/v2/send").willReturn(aResponse().withStatus(200)));
    assertThat(submit("")).isEqualTo(new Outcome.Failed("redirected", false));
    assertThat(submit("redirects: same host")).isEqualTo(new Outcome.Sent(List.of()));
    server.verify(
        1,
        postRequestedFor(urlEqualTo("/v2/send"))
            .withHeader("Idempotency-Key", equalTo(Accounts.DECISION)));

    server.stubFor(
        post("/send")
            .willReturn(
                aResponse()
                    .withStatus(308)
                    .withHeader("Location", "http://localhost:" + server.port() + "/stolen")));
    assertThat(submit("http://127.0.0.1:" + server.port() + "/send", "redirects: same host"))
        .isEqualTo(new Outcome.Failed("redirected", false));
    server.verify(0, postRequestedFor(urlEqualTo("/stolen")));
  }

  @Test
  void aCircleOfRedirectsEnds() {
    answer(aResponse().withStatus(307).withHeader("Location", "/send"));
    assertThat(submit("redirects: same host")).isEqualTo(new Outcome.Failed("redirected", false));
    server.verify(4, postRequestedFor(anyUrl()));
  }

  @Test
  void whatCannotBeFilledInFailsWithoutARequest() throws Exception {
    try (Carrier carrier =
        Accounts.account(account(server.baseUrl(), "addresses: '[0-9]{5}'"))
            .open(new Accounts.Heard(), CLOCK)) {
      assertThat(carrier.submit(Accounts.message("12345", Map.of())).toCompletableFuture().join())
          .isEqualTo(new Outcome.Failed("content", false));
      assertThat(
              carrier
                  .submit(Accounts.message("12345 67890", Map.of("text", "t")))
                  .toCompletableFuture()
                  .join())
          .isEqualTo(new Outcome.Failed("bad-address", false));
    }
    server.verify(0, postRequestedFor(anyUrl()));
  }

  @Test
  void theWindowSaysHowMuchRoomThereIs() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    HttpServer waiting = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    waiting.createContext(
        "/",
        exchange -> {
          awaitQuietly(gate);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    waiting.start();
    String url = "http://localhost:" + waiting.getAddress().getPort();
    try (Carrier carrier =
        Accounts.account(account(url, "window: 3")).open(new Accounts.Heard(), CLOCK)) {
      assertThat(carrier.room()).isEqualTo(3);
      CompletableFuture<Outcome> first = carrier.submit(Accounts.sms("1")).toCompletableFuture();
      carrier.submit(Accounts.sms("2"));
      assertThat(carrier.room()).isEqualTo(1);
      gate.countDown();
      first.get(60, TimeUnit.SECONDS);
      assertThat(carrier.room()).isGreaterThanOrEqualTo(2);
    } finally {
      waiting.stop(0);
    }
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void closingWaitsForWhatIsUnderWay() throws Exception {
    answer(aResponse().withStatus(200).withFixedDelay(200));
    Carrier carrier =
        Accounts.account(account(server.baseUrl(), "")).open(new Accounts.Heard(), CLOCK);
    CompletableFuture<Outcome> outcome = carrier.submit(Accounts.sms("1")).toCompletableFuture();
    carrier.close();
    assertThat(outcome).isCompletedWithValue(new Outcome.Sent(List.of()));
  }
}
