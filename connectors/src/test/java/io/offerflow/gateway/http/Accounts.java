package io.offerflow.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.gateway.carrier.Message;
import io.offerflow.gateway.carrier.Receipt;
import io.offerflow.gateway.carrier.Receipts;
import io.offerflow.gateway.carrier.Reply;
import io.offerflow.workspace.ConfigFile;
import io.offerflow.workspace.ConfigSection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Accounts from the text of their settings, and messages for them. */
final class Accounts {
  static final String DECISION = "5f52f2f8f837ffb7ee589ca77c77755a";
  static final String TO = "+8613900001234";
  static final long DEADLINE = 1_795_333_800_000L;

  private Accounts() {}

  /** What a file with this account says is wrong with it. */
  static List<String> problems(String account) {
    ConfigFile file = ConfigFile.read("gateway.yaml", account.getBytes(StandardCharsets.UTF_8));
    read(file);
    return file.problems().stream().map(Object::toString).toList();
  }

  static HttpAccount account(String text) {
    ConfigFile file = ConfigFile.read("gateway.yaml", text.getBytes(StandardCharsets.UTF_8));
    HttpAccount account = read(file);
    assertThat(file.problems()).isEmpty();
    return account;
  }

  private static HttpAccount read(ConfigFile file) {
    ConfigSection root = file.root("`preset: fcm`");
    HttpAccount account = (HttpAccount) new HttpProtocol().read(root);
    root.close();
    return account;
  }

  static Message sms(String text) {
    return message(TO, Map.of("text", text));
  }

  static Message sms(String from, String text) {
    return message(TO, from, Map.of("text", text));
  }

  static Message message(String to, Map<String, String> content) {
    return message(to, null, content);
  }

  private static Message message(String to, String from, Map<String, String> content) {
    return new Message(
        DECISION,
        "c-1",
        "push",
        to,
        from,
        content,
        "en",
        "sales",
        "airport-roaming",
        "roaming-7d",
        DEADLINE - 3_600_000,
        DEADLINE);
  }

  /** Remembers what came back. */
  static final class Heard implements Receipts {
    final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
    final Queue<Reply> replies = new ConcurrentLinkedQueue<>();

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
  }
}
