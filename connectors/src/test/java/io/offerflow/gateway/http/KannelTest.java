package io.offerflow.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.offerflow.gateway.carrier.Carrier;
import io.offerflow.gateway.carrier.Outcome;
import io.offerflow.gateway.carrier.Receipt;
import io.offerflow.gateway.carrier.Receipts;
import io.offerflow.gateway.carrier.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way through a real Kannel and back. Skipped where it is not installed. */
final class KannelTest implements Receipts {
  private static final String TOKEN = "token-of-the-receiver";

  @TempDir static Path folder;
  private static Kannel kannel;

  private final BlockingQueue<Receipt> receipts = new LinkedBlockingQueue<>();
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Kannel.isInstalled(), "Kannel is not installed here");
    kannel = new Kannel(folder, TOKEN);
    Files.writeString(folder.resolve("password"), Kannel.PASSWORD);
    Files.writeString(folder.resolve("wrong"), "another password");
    Files.writeString(folder.resolve("key"), "key-of-the-receiver-at-least-sixteen");
    Files.writeString(folder.resolve("token"), TOKEN);
  }

  @AfterAll
  static void stop() throws Exception {
    if (kannel != null) {
      kannel.close();
    }
  }

  @Override
  public CompletionStage<Void> receipt(Receipt receipt) {
    receipts.add(receipt);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> reply(Reply reply) {
    replies.add(reply);
    return CompletableFuture.completedFuture(null);
  }

  private Carrier open(String password) throws Exception {
    return Accounts.account(
            """
            preset: kannel
            url: http://127.0.0.1:%d/cgi-bin/sendsms
            user: %s
            password: file:%s
            callbacks: {listen: "127.0.0.1:%d", key: "file:%s", token: "file:%s"}
            """
                .formatted(
                    kannel.sendsmsPort,
                    Kannel.USER,
                    folder.resolve(password),
                    kannel.receiverPort,
                    folder.resolve("key"),
                    folder.resolve("token")))
        .open(this, Clock.systemUTC());
  }

  private static Outcome submit(Carrier carrier, String text) throws Exception {
    return carrier
        .submit(Accounts.sms("10086", text))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  @Test
  void anSmsArrivesAndItsReceiptComesBack() throws Exception {
    try (Carrier carrier = open("password")) {
      assertThat(submit(carrier, "20% off & more: {roaming} at 5€"))
          .isEqualTo(new Outcome.Sent(List.of()));
      assertThat(kannel.next())
          .containsExactly("10086", Accounts.TO, "text", "20% off & more: {roaming} at 5€");
      assertThat(receipts.poll(60, TimeUnit.SECONDS))
          .isEqualTo(Receipt.ofDecision(Accounts.DECISION, Receipt.Kind.DELIVERED, null));
    }
  }

  @Test
  void aTextOutsideOfGsmSAlphabetArrivesAsUcs2() throws Exception {
    try (Carrier carrier = open("password")) {
      assertThat(submit(carrier, "欢迎来到机场")).isEqualTo(new Outcome.Sent(List.of()));
      String[] message = kannel.next();
      assertThat(message[2]).isEqualTo("ucs-2");
      assertThat(
              java.net.URLDecoder.decode(message[3], StandardCharsets.ISO_8859_1)
                  .getBytes(StandardCharsets.ISO_8859_1))
          .isEqualTo("欢迎来到机场".getBytes(StandardCharsets.UTF_16BE));
      assertThat(receipts.poll(60, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void whatPeopleSendIsAReply() throws Exception {
    try (Carrier carrier = open("password")) {
      assertThat(carrier.room()).isPositive();
      kannel.send("+8613900001234", "10086", "STOP it & now");
      assertThat(replies.poll(60, TimeUnit.SECONDS))
          .isEqualTo(new Reply("+8613900001234", "STOP it & now"));
    }
  }

  @Test
  void aWrongPasswordLosesNoMessage() throws Exception {
    try (Carrier carrier = open("wrong")) {
      assertThat(submit(carrier, "hello")).isEqualTo(new Outcome.Retry("forbidden", null, true));
    }
  }
}
