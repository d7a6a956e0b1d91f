package io.offerflow.gateway.http;

import static io.offerflow.gateway.http.Draft.template;
import static io.offerflow.gateway.http.Draft.text;
import static io.offerflow.gateway.http.JsonTemplate.object;

import com.google.re2j.Pattern;
import io.offerflow.gateway.carrier.Secret;
import io.offerflow.gateway.http.OutcomeRule.Verdict;
import io.offerflow.workspace.ConfigSection;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Apple's push notification service over HTTP/2, with token authentication. */
final class ApnsPreset {
  static final String URL = "https://api.push.apple.com";

  /** What Apple takes for a notification. */
  private static final int LONGEST = 4096;

  private static final List<OutcomeRule> RULES =
      List.of(
          reason(400, "BadDeviceToken", Verdict.UNSET, "bad-device-token"),
          reason(400, "DeviceTokenNotForTopic", Verdict.FAILED, "not-for-topic"),
          OutcomeRule.of(410, Verdict.UNSET, "unregistered"),
          reason(403, "ExpiredProviderToken", Verdict.RENEW, "expired-token"),
          OutcomeRule.of(403, Verdict.PAUSE, "forbidden"),
          reason(429, "TooManyProviderTokenUpdates", Verdict.PAUSE, "token-updates"),
          OutcomeRule.of(429, Verdict.RETRY, "throttled"));

  private ApnsPreset() {}

  private static OutcomeRule reason(int status, String said, Verdict then, String reason) {
    return OutcomeRule.of(status, then, reason).where("/reason", "^" + said + "$");
  }

  /** Null when there were problems. */
  static Draft read(ConfigSection section) {
    Secret file = Secret.require(section, "key");
    String keyId = section.require("key id", "`key id: ABC123DEFG`");
    String team = section.require("team", "`team: DEF123GHIJ`");
    String topic = section.require("topic", "`topic: com.example.app`, the app's bundle id");
    String priority = section.word("priority", List.of("high", "low"), "high");
    String base = Urls.base(section, URL);
    PrivateKey key = file == null ? null : key(section, file);
    if (key == null || keyId == null || team == null || topic == null || base == null) {
      return null;
    }
    Map<String, FieldTemplate> headers = new LinkedHashMap<>();
    headers.put("apns-id", template("{{decision.uuid}}"));
    headers.put("apns-collapse-id", template("{{decision.uuid}}"));
    headers.put("apns-expiration", template("{{deadline.seconds}}"));
    headers.put("apns-topic", FieldTemplate.fixed(topic));
    headers.put("apns-push-type", FieldTemplate.fixed("alert"));
    headers.put("apns-priority", FieldTemplate.fixed(priority.equals("high") ? "10" : "5"));
    return new Draft(
        new RequestTemplate(
            "POST", template(base + "/3/device/{{to}}"), headers, new RequestTemplate.Json(body())),
        Map.of(),
        Pattern.compile("[0-9A-Fa-f]{1,200}"),
        RULES,
        LONGEST,
        null,
        (client, timeout, clock) -> new ProviderToken(key, keyId, team, clock));
  }

  private static PrivateKey key(ConfigSection section, Secret file) {
    try {
      return PemKey.read(file.value(), "EC");
    } catch (GeneralSecurityException e) {
      section.error("key", "the .p8 file that Apple made for you: " + e.getMessage());
      return null;
    }
  }

  private static JsonTemplate body() {
    Map<String, JsonTemplate> alert = new LinkedHashMap<>();
    alert.put("title", new JsonTemplate.Optional("title"));
    alert.put("body", text("{{body}}"));
    Map<String, JsonTemplate> members = new LinkedHashMap<>();
    members.put("aps", object(Map.of("alert", object(alert), "sound", text("default"))));
    members.put("decision", text("{{decision}}"));
    members.put("offer", text("{{offer}}"));
    return new JsonTemplate.Members(members, Set.of("title", "body", "text"));
  }
}
