package io.offerflow.gateway.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.offerflow.gateway.carrier.Carrier;
import io.offerflow.gateway.carrier.Outcome;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FCM's and APNs' presets against a peer that speaks HTTP/2 over TLS and checks signatures. */
final class PushServicesTest {
  private static final Instant START = Instant.ofEpochMilli(Accounts.DEADLINE).minusSeconds(600);
  private static final String DEVICE =
      "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";

  @TempDir static Path folder;
  private static TlsPeer peer;
  private static KeyPair rsa;
  private static KeyPair ec;

  private final TickingClock clock = new TickingClock(START);

  @BeforeAll
  static void start() throws Exception {
    peer = new TlsPeer(folder);
    rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    curve.initialize(new ECGenParameterSpec("secp256r1"));
    ec = curve.generateKeyPair();
    Files.writeString(
        folder.resolve("AuthKey.p8"), TlsPeer.pem("PRIVATE KEY", ec.getPrivate().getEncoded()));
    Files.writeString(
        folder.resolve("account.json"),
        new ObjectMapper()
            .writeValueAsString(
                Map.of(
                    "type", "service_account",
                    "project_id", "my-app",
                    "private_key_id", "key-7",
                    "private_key", TlsPeer.pem("PRIVATE KEY", rsa.getPrivate().getEncoded()),
                    "client_email", "offerflow@my-app.example",
                    "token_uri", peer.url() + "/token")));
  }

  @AfterAll
  static void stop() {
    peer.close();
  }

  @BeforeEach
  void forget() {
    peer.server.resetAll();
  }

  private Carrier fcm() throws Exception {
    return Accounts.account(
            """
            preset: fcm
            service account: file:%s
            url: %s
            trust: %s
            """
                .formatted(folder.resolve("account.json"), peer.url(), peer.authorities))
        .open(new Accounts.Heard(), clock);
  }

  private Carrier apns() throws Exception {
    return Accounts.account(
            """
            preset: apns
            key: file:%s
            key id: KEY1234567
            team: TEAM123456
            topic: com.example.app
            url: %s
            trust: %s
            """
                .formatted(folder.resolve("AuthKey.p8"), peer.url(), peer.authorities))
        .open(new Accounts.Heard(), clock);
  }

  private static Outcome submit(Carrier carrier, String to) throws Exception {
    return carrier
        .submit(
            Accounts.message(
                to, Map.of("title", "Welcome", "body", "To 上海", "deeplink", "app://roaming")))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private static void tokens(String token, int seconds) {
    peer.server.stubFor(
        post("/token")
            .willReturn(
                aResponse()
                    .withStatus(200)
                    .withBody(
                        "{\"access_token\": \"%s\", \"expires_in\": %d, \"token_type\": \"Bearer\"}"
                            .formatted(token, seconds))));
  }

  private static void pushes(int status, String body) {
    peer.server.stubFor(
        post(urlPathMatching("/(v1|3)/.*"))
            .willReturn(aResponse().withStatus(status).withBody(body)));
  }

  private static List<LoggedRequest> sent() {
    return peer.server.findAll(postRequestedFor(urlPathMatching("/(v1|3)/.*")));
  }

  private static int tokenRequests() {
    return peer.server.findAll(postRequestedFor(urlEqualTo("/token"))).size();
  }

  private static String fcmError(String code) {
    return """
    {"error": {"code": 1, "message": "%s", "status": "X",
     "details": [{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": "%s"}]}}
    """
        .formatted("The registration token is not a valid FCM registration token", code);
  }

  @Test
  void fcmGetsTheMessageWithATokenForWhichItSawASignedAssertion() throws Exception {
    tokens("access-1", 3600);
    pushes(200, "{\"name\": \"projects/my-app/messages/1\"}");
    try (Carrier carrier = fcm()) {
      assertThat(submit(carrier, "device:token")).isEqualTo(new Outcome.Sent(List.of()));
    }

    LoggedRequest asked = peer.server.findAll(postRequestedFor(urlEqualTo("/token"))).get(0);
    String[] form = asked.getBodyAsString().split("&");
    assertThat(URLDecoder.decode(form[0], StandardCharsets.UTF_8))
        .isEqualTo("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer");
    SignedToken assertion =
        SignedToken.verified(
            form[1].substring("assertion=".length()), rsa.getPublic(), "SHA256withRSA");
    assertThat(assertion.header().toString())
        .isEqualTo("{\"alg\":\"RS256\",\"kid\":\"key-7\",\"typ\":\"JWT\"}");
    assertThat(assertion.claims().get("iss").asText()).isEqualTo("offerflow@my-app.example");
    assertThat(assertion.claims().get("aud").asText()).isEqualTo(peer.url() + "/token");
    assertThat(assertion.claims().get("iat").asLong()).isEqualTo(START.getEpochSecond());
    assertThat(assertion.claims().get("exp").asLong()).isEqualTo(START.getEpochSecond() + 3600);

    LoggedRequest push = sent().get(0);
    assertThat(push.getUrl()).isEqualTo("/v1/projects/my-app/messages:send");
    assertThat(push.getProtocol()).isEqualTo("HTTP/2.0");
    assertThat(push.getHeader("authorization")).isEqualTo("Bearer access-1");
    assertThat(new ObjectMapper().readTree(push.getBody())).isEqualTo(expectedFcm());
  }

  private static JsonNode expectedFcm() throws Exception {
    return new ObjectMapper()
        .readTree(
            """
            {"message": {
              "token": "device:token",
              "notification": {"title": "Welcome", "body": "To 上海"},
              "data": {"decision": "D", "offer": "roaming-7d", "deeplink": "app://roaming"},
              "android": {"ttl": "600s", "notification": {"tag": "D"}},
              "apns": {"headers": {"apns-expiration": "1795333800",
                                   "apns-collapse-id": "5f52f2f8-f837-ffb7-ee58-9ca77c77755a"}},
              "webpush": {"headers": {"TTL": "600"}}}}
            """
                .replace("\"D\"", "\"" + Accounts.DECISION + "\""));
  }

  @Test
  void oneAccessTokenServesUntilShortlyBeforeItsEnd() throws Exception {
    tokens("access-1", 3600);
    pushes(200, "{}");
    try (Carrier carrier = fcm()) {
      submit(carrier, "d");
      clock.pass(Duration.ofMinutes(54));
      submit(carrier, "d");
      assertThat(tokenRequests()).isEqualTo(1);

      tokens("access-2", 3600);
      clock.pass(Duration.ofMinutes(2));
      submit(carrier, "d");
      clock.pass(Duration.ofMinutes(5));
      submit(carrier, "d");
    }
    assertThat(tokenRequests()).isEqualTo(2);
    assertThat(sent().stream().map(each -> each.getHeader("authorization")).toList())
        .contains("Bearer access-2")
        .endsWith("Bearer access-2");
  }

  @Test
  void anAccessTokenThatIsRefusedIsAskedForAnew() throws Exception {
    tokens("access-1", 3600);
    pushes(401, "");
    try (Carrier carrier = fcm()) {
      assertThat(submit(carrier, "d")).isEqualTo(new Outcome.Retry("unauthorized", null, true));
      tokens("access-2", 3600);
      pushes(200, "{}");
      assertThat(submit(carrier, "d")).isEqualTo(new Outcome.Sent(List.of()));
    }
    assertThat(tokenRequests()).isEqualTo(2);
  }

  @Test
  void withoutAnAccessTokenEverythingWaitsAndNobodyIsPestered() throws Exception {
    peer.server.stubFor(post("/token").willReturn(aResponse().withStatus(500)));
    try (Carrier carrier = fcm()) {
      for (int i = 0; i < 5; i++) {
        assertThat(submit(carrier, "d")).isEqualTo(new Outcome.Retry("credentials", null, true));
      }
      assertThat(tokenRequests()).isEqualTo(1);
      clock.pass(AccessToken.PAUSE);
      submit(carrier, "d");
      assertThat(tokenRequests()).isEqualTo(2);
    }
    assertThat(sent()).isEmpty();
  }

  @Test
  void fcmSRefusalsAreToldApart() throws Exception {
    tokens("access-1", 3600);
    try (Carrier carrier = fcm()) {
      pushes(404, fcmError("UNREGISTERED"));
      assertThat(submit(carrier, "d")).isEqualTo(new Outcome.Failed("unregistered", true));
      pushes(400, fcmError("INVALID_ARGUMENT"));
      assertThat(submit(carrier, "d")).isEqualTo(new Outcome.Failed("invalid-token", true));
      pushes(400, "{\"error\": {\"message\": \"Message is too big\"}}");
      assertThat(submit(carrier, "d")).isEqualTo(new Outcome.Failed("invalid-argument", false));
      pushes(403, fcmError("SENDER_ID_MISMATCH"));
      assertThat(submit(carrier, "d")).isEqualTo(new Outcome.Failed("sender-mismatch", true));
      pushes(403, "{\"error\": {\"message\": \"API has not been used\"}}");
      assertThat(submit(carrier, "d")).isEqualTo(new Outcome.Retry("forbidden", null, true));
      pushes(404, "no such project");
      assertThat(submit(carrier, "d")).isEqualTo(new Outcome.Retry("no-project", null, true));
      pushes(429, fcmError("QUOTA_EXCEEDED"));
      assertThat(submit(carrier, "d")).isEqualTo(new Outcome.Retry("throttled", null, true));
      pushes(503, fcmError("UNAVAILABLE"));
      assertThat(submit(carrier, "d")).isEqualTo(new Outcome.Retry("server-error", null, false));
    }
  }

  @Test
  void apnsGetsTheNotificationWithASignedToken() throws Exception {
    pushes(200, "");
    try (Carrier carrier = apns()) {
      assertThat(submit(carrier, DEVICE)).isEqualTo(new Outcome.Sent(List.of()));
    }

    LoggedRequest push = sent().get(0);
    assertThat(push.getUrl()).isEqualTo("/3/device/" + DEVICE);
    assertThat(push.getProtocol()).isEqualTo("HTTP/2.0");
    assertThat(push.getHeader("apns-id")).isEqualTo("5f52f2f8-f837-ffb7-ee58-9ca77c77755a");
    assertThat(push.getHeader("apns-collapse-id"))
        .isEqualTo("5f52f2f8-f837-ffb7-ee58-9ca77c77755a");
    assertThat(push.getHeader("apns-expiration")).isEqualTo("1795333800");
    assertThat(push.getHeader("apns-topic")).isEqualTo("com.example.app");
    assertThat(push.getHeader("apns-push-type")).isEqualTo("alert");
    assertThat(push.getHeader("apns-priority")).isEqualTo("10");
    assertThat(new ObjectMapper().readTree(push.getBody()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"aps": {"alert": {"title": "Welcome", "body": "To 上海"}, "sound": "default"},
                     "decision": "D", "offer": "roaming-7d", "deeplink": "app://roaming"}
                    """
                        .replace("\"D\"", "\"" + Accounts.DECISION + "\"")));
    SignedToken token =
        SignedToken.verified(
            push.getHeader("authorization").substring("bearer ".length()),
            ec.getPublic(),
            "SHA256withECDSAinP1363Format");
    assertThat(token.header().toString()).isEqualTo("{\"alg\":\"ES256\",\"kid\":\"KEY1234567\"}");
    assertThat(token.claims().get("iss").asText()).isEqualTo("TEAM123456");
    assertThat(token.claims().get("iat").asLong()).isEqualTo(START.getEpochSecond());
  }

  @Test
  void aProviderTokenIsRenewedAsOftenAsAppleAllows() throws Exception {
    pushes(200, "");
    try (Carrier carrier = apns()) {
      submit(carrier, DEVICE);
      clock.pass(ProviderToken.AT_LEAST.minusSeconds(1));
      pushes(403, "{\"reason\": \"ExpiredProviderToken\"}");
      assertThat(submit(carrier, DEVICE)).isEqualTo(new Outcome.Retry("expired-token", null, true));
      submit(carrier, DEVICE);
      clock.pass(Duration.ofSeconds(1));
      pushes(200, "");
      submit(carrier, DEVICE);
      clock.pass(ProviderToken.AT_MOST);
      submit(carrier, DEVICE);
    }
    assertThat(sent().stream().map(each -> issuedAt(each) - START.getEpochSecond()).toList())
        .containsExactly(0L, 0L, 0L, 1200L, 3600L);
  }

  private static long issuedAt(LoggedRequest request) {
    try {
      return SignedToken.verified(
              request.getHeader("authorization").substring("bearer ".length()),
              ec.getPublic(),
              "SHA256withECDSAinP1363Format")
          .claims()
          .get("iat")
          .asLong();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void apnsRefusalsAreToldApart() throws Exception {
    try (Carrier carrier = apns()) {
      pushes(400, "{\"reason\": \"BadDeviceToken\"}");
      assertThat(submit(carrier, DEVICE)).isEqualTo(new Outcome.Failed("bad-device-token", true));
      pushes(410, "{\"reason\": \"Unregistered\", \"timestamp\": 1795333000000}");
      assertThat(submit(carrier, DEVICE)).isEqualTo(new Outcome.Failed("unregistered", true));
      pushes(400, "{\"reason\": \"DeviceTokenNotForTopic\"}");
      assertThat(submit(carrier, DEVICE)).isEqualTo(new Outcome.Failed("not-for-topic", false));
      pushes(403, "{\"reason\": \"InvalidProviderToken\"}");
      assertThat(submit(carrier, DEVICE)).isEqualTo(new Outcome.Retry("forbidden", null, true));
      pushes(413, "{\"reason\": \"PayloadTooLarge\"}");
      assertThat(submit(carrier, DEVICE)).isEqualTo(new Outcome.Failed("too-long", false));
      pushes(429, "{\"reason\": \"TooManyRequests\"}");
      assertThat(submit(carrier, DEVICE)).isEqualTo(new Outcome.Retry("throttled", null, false));
      pushes(503, "{\"reason\": \"Shutdown\"}");
      assertThat(submit(carrier, DEVICE)).isEqualTo(new Outcome.Retry("server-error", null, false));
    }
  }

  @Test
  void whatIsNoDeviceTokenAndWhatIsTooLongNeverLeaves() throws Exception {
    pushes(200, "");
    try (Carrier carrier = apns()) {
      assertThat(submit(carrier, "../../admin"))
          .isEqualTo(new Outcome.Failed("bad-address", false));
      assertThat(
              carrier
                  .submit(Accounts.message(DEVICE, Map.of("text", "长".repeat(1500))))
                  .toCompletableFuture()
                  .get(60, TimeUnit.SECONDS))
          .isEqualTo(new Outcome.Failed("too-long", false));
    }
    assertThat(sent()).isEmpty();
  }

  @Test
  void aPeerWithAnotherCertificateGetsNothing() throws Exception {
    pushes(200, "");
    try (Carrier carrier =
        Accounts.account(
                """
                preset: apns
                key: file:%s
                key id: A
                team: B
                topic: C
                url: %s
                """
                    .formatted(folder.resolve("AuthKey.p8"), peer.url()))
            .open(new Accounts.Heard(), clock)) {
      assertThat(submit(carrier, DEVICE)).isEqualTo(new Outcome.Retry("tls", null, true));
    }
    assertThat(sent()).isEmpty();
  }
}
