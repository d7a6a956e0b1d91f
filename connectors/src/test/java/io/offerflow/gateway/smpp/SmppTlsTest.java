package io.offerflow.gateway.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.gateway.carrier.Carrier;
import io.offerflow.gateway.carrier.Message;
import io.offerflow.gateway.carrier.Outcome;
import io.offerflow.gateway.carrier.Receipt;
import io.offerflow.gateway.carrier.Receipts;
import io.offerflow.gateway.carrier.Reply;
import io.offerflow.gateway.carrier.Secret;
import io.offerflow.gateway.smpp.SmppSettings.Numbers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An SMSC whose certificate is for {@code localhost}, and of whom not everybody trusts it. */
final class SmppTlsTest {
  private static final String PASSWORD = "changeit";
  private static final Receipts NOWHERE =
      new Receipts() {
        @Override
        public CompletionStage<Void> receipt(Receipt receipt) {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> reply(Reply reply) {
          return CompletableFuture.completedFuture(null);
        }
      };

  @TempDir static Path folder;
  private static SSLContext server;

  @BeforeAll
  static void makeKeys() throws Exception {
    Path store = folder.resolve("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    run(
        keytool,
        "-genkeypair",
        "-alias",
        "smsc",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
    run(
        keytool,
        "-exportcert",
        "-rfc",
        "-alias",
        "smsc",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD,
        "-file",
        folder.resolve("smsc.pem").toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    server = SSLContext.getInstance("TLS");
    server.init(factory.getKeyManagers(), null, null);
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static TestSmsc smsc() throws IOException {
    return TestSmsc.start(server.getServerSocketFactory());
  }

  private static SmppSettings settings(TestSmsc smsc, String host, Path trust) {
    Numbers byAddress = new Numbers(null, null);
    return new SmppSettings(
        "a",
        host,
        smsc.port(),
        true,
        trust,
        "me",
        Secret.of("secret"),
        "",
        false,
        1,
        1,
        false,
        Validity.RELATIVE,
        ReceiptIds.SAME,
        byAddress,
        byAddress,
        Duration.ofMinutes(1),
        Duration.ofSeconds(30));
  }

  @Test
  void aMessageGoesToWhomIsTrusted() throws Exception {
    Semaphore room = new Semaphore(0);
    try (TestSmsc smsc = smsc();
        Carrier carrier =
            SmppCarrier.open(
                settings(smsc, "localhost", folder.resolve("smsc.pem")), NOWHERE, room::release)) {
      while (carrier.room() == 0) {
        assertThat(room.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
      }
      long soon = System.currentTimeMillis() + 3_600_000;
      Message message =
          new Message(
              "d",
              "c",
              "sms",
              "+861",
              null,
              Map.of("text", "hush"),
              "en",
              "sales",
              "k",
              "o",
              0,
              soon);
      Outcome outcome = carrier.submit(message).toCompletableFuture().get(60, TimeUnit.SECONDS);
      assertThat(outcome).isEqualTo(new Outcome.Sent(List.of(smsc.next().id())));
    }
  }

  @Test
  void whoIsNotTrustedOrHasAnotherNameGetsNothing() throws Exception {
    try (TestSmsc smsc = smsc()) {
      Sockets trustingOthers = Sockets.of(settings(smsc, "localhost", null));
      assertThatThrownBy(() -> trustingOthers.createConnection("localhost", smsc.port()))
          .isInstanceOf(SSLException.class);
      Sockets trusting = Sockets.of(settings(smsc, "127.0.0.1", folder.resolve("smsc.pem")));
      assertThatThrownBy(() -> trusting.createConnection("127.0.0.1", smsc.port()))
          .isInstanceOf(SSLException.class);
    }
  }
}
