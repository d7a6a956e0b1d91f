package io.offerflow.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.offerflow.gateway.http.Kannel;
import io.offerflow.kafka.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway between a broker and services that speak HTTP. */
final class HttpGatewayTest {
  private static final String KEY = "seeded-key-of-the-webhook";
  private static final String TOKEN = "seeded-token-of-replies";
  private static final String ADDRESS = "seeded-device-token";
  private static final String TEXT = "seeded text of the offer";

  @RegisterExtension static final SharedBroker BROKER = new SharedBroker();
  @TempDir static Path temp;
  private static WireMockServer service;

  private Desk desk;

  @BeforeAll
  static void start() throws Exception {
    service = new WireMockServer(wireMockConfig().dynamicPort());
    service.start();
    Files.writeString(temp.resolve("key"), KEY);
    Files.writeString(temp.resolve("token"), TOKEN);
    Files.writeString(temp.resolve("password"), Kannel.PASSWORD);
  }

  @AfterAll
  static void stop() {
    service.stop();
  }

  @BeforeEach
  void open() throws Exception {
    service.resetAll();
    desk = new Desk(BROKER.broker(), "push", "sms");
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private Gateway start(String more) throws Exception {
    return desk.start(
        """
        gateway: 1
        accounts:
          app: {protocol: http, preset: webhook, url: "%s/offers", key: "file:%s"%s}
        channels:
          push: {account: app, address: push_token, in doubt: resend}
        """
            .formatted(service.baseUrl(), temp.resolve("key"), more));
  }

  private void push(String decision) {
    desk.push("push", decision, "sales", ADDRESS, TEXT, Duration.ofHours(1));
  }

  @Test
  void aDeadAddressFailsAndIsTakenOutOfTheProfile() throws Exception {
    service.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(410)));
    try (Gateway gateway = start(", outcomes: [{status: 410, then: unset, reason: gone}]")) {
      push("d1");
      JsonNode failed = desk.event("failed-d1");
      assertThat(failed.path("kind").textValue()).isEqualTo("failed");
      assertThat(failed.path("reason").textValue()).isEqualTo("gone");
      assertThat(failed.path("customer").textValue()).isEqualTo("c-d1");
      JsonNode unset = desk.event("unset-d1");
      assertThat(unset.path("type").textValue()).isEqualTo("profile");
      assertThat(unset.path("unset").get(0).textValue()).isEqualTo("push_token");
      gateway.check();
    }
  }

  @Test
  void whatIsRefusedAndWhatBreaksIsAskedAgainWithTheSameKey() throws Exception {
    service.stubFor(
        any(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "0"))
            .willSetStateTo("broken"));
    service.stubFor(
        any(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs("broken")
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
            .willSetStateTo("well"));
    service.stubFor(
        any(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs("well")
            .willReturn(aResponse().withStatus(200)));
    try (Gateway gateway = start("")) {
      push("d2");
      Desk.await("the push is sent", () -> desk.committed("push") == 1);
      gateway.check();
    }
    assertThat(service.findAll(postRequestedFor(urlEqualTo("/offers"))))
        .hasSize(3)
        .allSatisfy(request -> assertThat(request.getHeader("Idempotency-Key")).isEqualTo("d2"));
    assertThat(desk.eventIds()).isEmpty();
  }

  @Test
  void aWebhookIsSigned() throws Exception {
    service.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));
    try (Gateway gateway = start("")) {
      push("d3");
      Desk.await("the push is sent", () -> desk.committed("push") == 1);
      gateway.check();
    }
    LoggedRequest request = service.findAll(postRequestedFor(urlEqualTo("/offers"))).get(0);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update((request.getHeader("Offerflow-Timestamp") + ".").getBytes(StandardCharsets.UTF_8));
    assertThat(request.getHeader("Offerflow-Signature"))
        .isEqualTo("v1=" + java.util.HexFormat.of().formatHex(mac.doFinal(request.getBody())));
    assertThat(request.getBodyAsString()).contains("\"to\":\"" + ADDRESS + "\"");
  }

  @Test
  void kannelSendsAndWhatComesBackAreResponses() throws Exception {
    assumeTrue(Kannel.isInstalled(), "Kannel is not installed here");
    try (Kannel kannel = new Kannel(Files.createDirectories(temp.resolve("kannel")), TOKEN);
        Gateway gateway =
            desk.start(
                """
                gateway: 1
                accounts:
                  kannel:
                    protocol: http
                    preset: kannel
                    url: http://127.0.0.1:%d/cgi-bin/sendsms
                    user: %s
                    password: file:%s
                    callbacks: {listen: "127.0.0.1:%d", key: "file:%s", token: "file:%s"}
                channels:
                  sms: {account: kannel, from: "10086", address: msisdn}
                """
                    .formatted(
                        kannel.sendsmsPort,
                        Kannel.USER,
                        temp.resolve("password"),
                        kannel.receiverPort,
                        temp.resolve("key"),
                        temp.resolve("token")))) {
      desk.push("d4", "Hello");
      String[] message = kannel.next();
      assertThat(message).containsExactly("10086", "+86" + Desk.digits("d4"), "text", "Hello");
      assertThat(desk.event("delivered-d4").path("kind").textValue()).isEqualTo("delivered");

      kannel.send("+86" + Desk.digits("d4"), "10086", "stop please");
      JsonNode refusal = desk.event("unsubscribed-d4");
      assertThat(refusal.path("decision").textValue()).isEqualTo("d4");
      assertThat(refusal.path("customer").textValue()).isEqualTo("c-d4");
      gateway.check();
    }
  }
}
