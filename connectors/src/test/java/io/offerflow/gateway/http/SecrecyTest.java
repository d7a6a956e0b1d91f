package io.offerflow.gateway.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import io.offerflow.gateway.carrier.Carrier;
import io.offerflow.gateway.carrier.Outcome;
import io.offerflow.gateway.carrier.Receipt;
import io.offerflow.gateway.carrier.Receipts;
import io.offerflow.gateway.carrier.Reply;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever goes wrong: secrets, addresses and texts stay out of logs, outcomes and descriptions.
 */
final class SecrecyTest implements Receipts {
  private static final String ADDRESS = "+8613955550123";
  private static final String TEXT = "a text that nobody but her may read";
  private static final List<String> SECRETS =
      List.of(
          "seeded-bearer-token",
          "seeded-signing-key",
          "seeded-receiver-key",
          "seeded-token-of-replies");

  /** Nobody waits so long, however busy the machine is. */
  private static final int LONG = 60_000;

  @TempDir Path folder;

  @Override
  public CompletionStage<Void> receipt(Receipt receipt) {
    throw new IllegalStateException("a fault of ours, on hearing of " + receipt.decision());
  }

  @Override
  public CompletionStage<Void> reply(Reply reply) {
    throw new IllegalStateException("a fault of ours");
  }

  private String file(int secret) throws Exception {
    return "file:" + Files.writeString(folder.resolve("s" + secret), SECRETS.get(secret));
  }

  @Test
  void nothingPersonalAndNoSecretIsTold() throws Exception {
    StringWriter log = new StringWriter();
    List<String> said = new ArrayList<>();
    WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());
    server.start();
    WriterAppender appender = attach(log);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    HttpAccount account =
        Accounts.account(
            """
            request:
              url: %s/send/{{to}}
              headers: {Authorization: "Bearer {{secret.bearer}}"}
              json: {to: "{{to}}", text: "{{content.text}}"}
            secrets: {bearer: "%s"}
            key: %s
            timeout: 300ms
            callbacks: {listen: "127.0.0.1:%d", key: "%s", token: "%s"}
            """
                .formatted(server.baseUrl(), file(0), file(1), port, file(2), file(3)));
    said.add(account.toString());
    try (Carrier carrier = account.open(this, Clock.systemUTC())) {
      for (var response :
          List.of(
              aResponse().withStatus(500).withBody(ADDRESS + TEXT),
              aResponse().withStatus(400).withBody("{" + TEXT),
              aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
              aResponse().withStatus(307).withHeader("Location", "http://" + ADDRESS + "/^"),
              aResponse().withStatus(200).withFixedDelay(LONG))) {
        server.stubFor(any(anyUrl()).willReturn(response));
        Outcome outcome =
            carrier
                .submit(Accounts.message(ADDRESS, Map.of("text", TEXT)))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        assertThat(outcome).isNotInstanceOf(Outcome.Sent.class);
        said.add(outcome.toString());
      }
      said.add(carrier.toString());
      String base = "http://127.0.0.1:" + port;
      assertThat(
              call(
                  base
                      + "/message?token="
                      + SECRETS.get(3)
                      + "&from="
                      + Escapes.url(ADDRESS)
                      + "&text="
                      + Escapes.url(TEXT)))
          .isEqualTo(500);
      assertThat(call(account.callbacks().of("d-1") + "?status=1&answer=" + Escapes.url(TEXT)))
          .isEqualTo(500);
    } finally {
      detach(appender);
      server.stop();
    }
    assertThat(log.toString()).contains("a callback cannot be handled");
    List<String> everything = new ArrayList<>(said);
    everything.add(log.toString());
    for (String one : everything) {
      assertThat(one).doesNotContain(SECRETS).doesNotContain(ADDRESS.substring(1), TEXT);
    }
  }

  private static int call(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private static WriterAppender attach(StringWriter log) {
    WriterAppender appender =
        WriterAppender.createAppender(
            PatternLayout.newBuilder()
                .setPattern("%p %c %m%n%throwable")
                .setCharset(StandardCharsets.UTF_8)
                .build(),
            null,
            log,
            "secrecy",
            false,
            false);
    appender.start();
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    context.getConfiguration().getRootLogger().addAppender(appender, Level.ALL, null);
    Configurator.setLevel("io.offerflow", Level.ALL);
    return appender;
  }

  private static void detach(WriterAppender appender) {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    context.getConfiguration().getRootLogger().removeAppender(appender.getName());
    Configurator.setLevel("io.offerflow", Level.ERROR);
    appender.stop();
  }
}
