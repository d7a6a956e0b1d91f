package io.offerflow.gateway.http;

import io.offerflow.content.SmsLength;
import io.offerflow.gateway.carrier.Message;
import io.offerflow.gateway.carrier.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What the placeholders of a request stand for: one push at one instant, and the secrets. */
final class PushValues {
  static final String CONTENT = "content.";
  static final String SECRET = "secret.";
  static final String CALLBACK = "callback";

  /** All but {@code content.*} and {@code secret.*}. */
  static final Set<String> NAMES =
      Set.of(
          "decision",
          "decision.uuid",
          "customer",
          "channel",
          "to",
          "campaign",
          "offer",
          "language",
          "class",
          "decided",
          "deadline",
          "deadline.seconds",
          "ttl",
          "ttl.minutes",
          "from",
          "title",
          "body",
          "coding",
          CALLBACK);

  static final Set<String> NUMBERS = Set.of("deadline.seconds", "ttl", "ttl.minutes", "coding");

  private final Message push;
  private final Instant now;
  private final Map<String, Secret> secrets;
  private final UnaryOperator<String> callback;

  /**
   * @param callback the address at which the other side tells what became of a decision; answers
   *     null where there is none
   */
  PushValues(
      Message push, Instant now, Map<String, Secret> secrets, UnaryOperator<String> callback) {
    this.push = push;
    this.now = now;
    this.secrets = secrets;
    this.callback = callback;
  }

  Map<String, String> content() {
    return push.content();
  }

  /** Null when the push has no such value. */
  String get(String name) {
    if (name.startsWith(CONTENT)) {
      return push.content().get(name.substring(CONTENT.length()));
    }
    if (name.startsWith(SECRET)) {
      return secrets.get(name.substring(SECRET.length())).value();
    }
    return switch (name) {
      case "decision" -> push.decision();
      case "decision.uuid" -> uuid(push.decision());
      case "customer" -> push.customer();
      case "channel" -> push.channel();
      case "to" -> push.to();
      case "campaign" -> push.campaign();
      case "offer" -> push.offer();
      case "language" -> push.language();
      case "class" -> push.contactClass();
      case "decided" -> Instant.ofEpochMilli(push.decided()).toString();
      case "deadline" -> Instant.ofEpochMilli(push.deadline()).toString();
      case "deadline.seconds" -> Long.toString(push.deadline() / 1000);
      case "ttl" -> Long.toString(ttl());
      case "ttl.minutes" -> Long.toString(Math.max(1, ttl() / 60));
      case "coding" -> coding();
      case "title" -> push.content().get("title");
      case "body" -> body();
      case CALLBACK -> callback.apply(push.decision());
      case "from" -> push.from();
      default -> null;
    };
  }

  /** Whole seconds until the deadline, at least 0. */
  private long ttl() {
    return Math.max(0, (push.deadline() - now.toEpochMilli()) / 1000);
  }

  /** What an SMS says, or a push below its title. */
  private String body() {
    String body = push.content().get("body");
    return body == null ? push.content().get("text") : body;
  }

  /** As SMSCs count it: 0 where the text fits into GSM-7, else 2, UCS-2. */
  private String coding() {
    String text = body();
    return text == null ? null : SmsLength.of(text).foreign() == null ? "0" : "2";
  }

  /** The same for the same decision, in the form of RFC 9562. */
  static String uuid(String decision) {
    if (decision.length() == 32) {
      try {
        byte[] bytes = HexFormat.of().parseHex(decision);
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return new UUID(halves.getLong(), halves.getLong()).toString();
      } catch (IllegalArgumentException notHex) {
        // A decision made by somebody else: its name is hashed instead.
      }
    }
    return UUID.nameUUIDFromBytes(decision.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
