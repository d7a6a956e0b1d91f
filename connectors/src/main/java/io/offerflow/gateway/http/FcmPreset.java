package io.offerflow.gateway.http;

import static io.offerflow.gateway.http.Draft.text;
import static io.offerflow.gateway.http.JsonTemplate.object;

import io.offerflow.gateway.carrier.Secret;
import io.offerflow.gateway.http.OutcomeRule.Verdict;
import io.offerflow.workspace.ConfigSection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Firebase Cloud Messaging, HTTP v1. */
final class FcmPreset {
  static final String URL = "https://fcm.googleapis.com";

  private static final String CODES = "/error/details";

  private static final List<OutcomeRule> RULES =
      List.of(
          OutcomeRule.of(404, Verdict.UNSET, "unregistered").where(CODES, "\"UNREGISTERED\""),
          OutcomeRule.of(400, Verdict.UNSET, "invalid-token")
              .where("/error/message", "(?i)registration token"),
          OutcomeRule.of(400, Verdict.FAILED, "invalid-argument"),
          OutcomeRule.of(403, Verdict.UNSET, "sender-mismatch")
              .where(CODES, "\"SENDER_ID_MISMATCH\""),
          OutcomeRule.of(401, Verdict.RENEW, "unauthorized"),
          OutcomeRule.of(403, Verdict.PAUSE, "forbidden"),
          OutcomeRule.of(404, Verdict.PAUSE, "no-project"));

  private FcmPreset() {}

  /** Null when there were problems. */
  static Draft read(ConfigSection section) {
    Secret file = Secret.require(section, "service account");
    String base = Urls.base(section, URL);
    String project = section.text("project");
    if (file == null || base == null) {
      return null;
    }
    try {
      ServiceAccount account = ServiceAccount.read(file.value());
      String named = project == null ? account.project() : project;
      if (named == null || !named.matches("[a-z0-9:.-]{1,100}")) {
        section.error("project", "`project` is the id of a Firebase project, such as my-app-1234");
        return null;
      }
      return new Draft(
          new RequestTemplate(
              "POST",
              FieldTemplate.fixed(base + "/v1/projects/" + named + "/messages:send"),
              Map.of(),
              new RequestTemplate.Json(body())),
          Map.of(),
          null,
          RULES,
          Draft.LONGEST,
          null,
          (client, timeout, clock) -> new AccessToken(account, client, timeout, clock));
    } catch (ServiceAccount.UnfitException unfit) {
      section.error("service account", unfit.getMessage());
      return null;
    }
  }

  /** Devices show the same decision once, also when it comes twice, and not after its deadline. */
  private static JsonTemplate body() {
    Map<String, JsonTemplate> message = new LinkedHashMap<>();
    message.put("token", text("{{to}}"));
    Map<String, JsonTemplate> shown = new LinkedHashMap<>();
    shown.put("title", new JsonTemplate.Optional("title"));
    shown.put("body", text("{{body}}"));
    shown.put("image", new JsonTemplate.Optional("content.image"));
    message.put("notification", object(shown));
    message.put(
        "data",
        new JsonTemplate.Members(
            Map.of("decision", text("{{decision}}"), "offer", text("{{offer}}")),
            Set.of("title", "body", "text", "image")));
    message.put(
        "android",
        object(
            Map.of(
                "ttl", text("{{ttl}}s"),
                "notification", object(Map.of("tag", text("{{decision}}"))))));
    message.put(
        "apns",
        object(
            Map.of(
                "headers",
                object(
                    Map.of(
                        "apns-expiration", text("{{deadline.seconds}}"),
                        "apns-collapse-id", text("{{decision.uuid}}"))))));
    message.put("webpush", object(Map.of("headers", object(Map.of("TTL", text("{{ttl}}"))))));
    return object(Map.of("message", object(message)));
  }
}
