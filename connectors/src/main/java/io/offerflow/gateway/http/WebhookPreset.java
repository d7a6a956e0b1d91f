package io.offerflow.gateway.http;

import static io.offerflow.gateway.http.Draft.template;
import static io.offerflow.gateway.http.Draft.text;

import io.offerflow.gateway.carrier.Secret;
import io.offerflow.workspace.ConfigSection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The push as JSON to a service of one's own, signed. */
final class WebhookPreset {
  private static final List<String> MEMBERS =
      List.of(
          "decision",
          "customer",
          "channel",
          "to",
          "campaign",
          "offer",
          "class",
          "decided",
          "deadline");

  private WebhookPreset() {}

  /** Null when there were problems. */
  static Draft read(ConfigSection section) {
    String url = Urls.whole(section, "`url: https://push.example.com/offers`");
    Secret key = Secret.require(section, "key");
    if (url == null || key == null) {
      return null;
    }
    Map<String, JsonTemplate> members = new LinkedHashMap<>();
    MEMBERS.forEach(name -> members.put(name, text("{{" + name + "}}")));
    members.put("language", new JsonTemplate.Optional("language"));
    members.put("from", new JsonTemplate.Optional("from"));
    members.put("content", new JsonTemplate.Members(Map.of(), Set.of()));
    return new Draft(
        new RequestTemplate(
            "POST",
            FieldTemplate.fixed(url),
            Map.of("Idempotency-Key", template("{{decision}}")),
            new RequestTemplate.Json(JsonTemplate.object(members))),
        Map.of(),
        null,
        List.of(),
        Draft.LONGEST,
        new Seal(key),
        Draft.CredentialSource.NONE);
  }
}
