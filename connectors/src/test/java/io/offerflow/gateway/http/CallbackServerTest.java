package io.offerflow.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.gateway.carrier.Receipt;
import io.offerflow.gateway.carrier.Receipts;
import io.offerflow.gateway.carrier.Reply;
import io.offerflow.gateway.carrier.Secret;
import io.offerflow.gateway.http.CallbackSettings.ReceiptForm;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallbackServerTest {
  private static final Seal SEAL = new Seal(Secret.of("a key of the receiver"));

  private final Accounts.Heard heard = new Accounts.Heard();

  private static CallbackServer open(Receipts receipts, SSLContext tls) throws IOException {
    InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    CallbackSettings settings =
        new CallbackSettings(listen, "unused", SEAL, null, ReceiptForm.KANNEL, null, null);
    return CallbackServer.open(
        listen, tls, new Callbacks(settings, receipts, new TickingClock(java.time.Instant.EPOCH)));
  }

  private static int status(HttpClient client, String url, byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofByteArray(body)).build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static String delivered(CallbackServer server, String scheme, String decision) {
    return scheme
        + "://localhost:"
        + server.address().getPort()
        + CallbackPaths.receipt(decision, SEAL)
        + "?status=1";
  }

  @Test
  void receiptsComeInOverHttpAtOnce() throws Exception {
    try (CallbackServer server = open(heard, null)) {
      HttpClient client = HttpClient.newHttpClient();
      assertThat(
              IntStream.range(0, 100)
                  .mapToObj(
                      i ->
                          client.sendAsync(
                              HttpRequest.newBuilder(
                                      URI.create(delivered(server, "http", "d-" + i)))
                                  .build(),
                              BodyHandlers.discarding()))
                  .toList()
                  .stream()
                  .map(each -> each.join().statusCode())
                  .distinct())
          .containsExactly(200);
    }
    assertThat(heard.receipts).hasSize(100);
  }

  @Test
  void andOverTls(@TempDir Path folder) throws Exception {
    try (TlsPeer certificate = new TlsPeer(folder);
        CallbackServer server =
            open(
                heard,
                Tls.showing(certificate.authorities, Secret.of(certificate.privateKeyPem)))) {
      HttpClient client =
          HttpClient.newBuilder().sslContext(Tls.trusting(certificate.authorities)).build();
      assertThat(status(client, delivered(server, "https", "d-1"), new byte[0])).isEqualTo(200);
    }
    assertThat(heard.receipts)
        .containsExactly(Receipt.ofDecision("d-1", Receipt.Kind.DELIVERED, null));
  }

  @Test
  void whatIsNotSafeIsToBeSaidAgain() throws Exception {
    Receipts stopping =
        new Receipts() {
          @Override
          public CompletionStage<Void> receipt(Receipt receipt) {
            return CompletableFuture.failedFuture(new IllegalStateException("stopping"));
          }

          @Override
          public CompletionStage<Void> reply(Reply reply) {
            return CompletableFuture.failedFuture(new IllegalStateException("stopping"));
          }
        };
    try (CallbackServer server = open(stopping, null)) {
      assertThat(status(HttpClient.newHttpClient(), delivered(server, "http", "d-1"), new byte[0]))
          .isEqualTo(503);
    }
  }

  @Test
  void aLongBodyIsNotReadToItsEnd() throws Exception {
    try (CallbackServer server = open(heard, null)) {
      assertThat(
              status(
                  HttpClient.newHttpClient(), delivered(server, "http", "d-1"), new byte[70_000]))
          .isEqualTo(413);
    }
    assertThat(heard.receipts).isEmpty();
  }

  @Test
  void rubbishIsAnsweredOrHungUpOnAndTheNextOneIsServed() throws Exception {
    try (CallbackServer server = open(heard, null)) {
      for (String rubbish :
          new String[] {
            "\u0000\u0001\u0002\r\n\r\n",
            "GET /%zz HTTP/1.1\r\n\r\n",
            "POST /responses HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
            "GET /message?token=%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n"
          }) {
        try (Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
          socket.setSoTimeout(60_000);
          socket.getOutputStream().write(rubbish.getBytes(StandardCharsets.ISO_8859_1));
          socket.shutdownOutput();
          InputStream in = socket.getInputStream();
          assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
              .doesNotContain("200 OK");
        } catch (IOException hungUp) {
          assertThat(hungUp).hasMessageContaining("reset");
        }
      }
      assertThat(status(HttpClient.newHttpClient(), delivered(server, "http", "d-1"), new byte[0]))
          .isEqualTo(200);
    }
  }
}
