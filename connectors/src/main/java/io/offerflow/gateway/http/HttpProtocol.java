package io.offerflow.gateway.http;

import io.offerflow.gateway.carrier.Account;
import io.offerflow.gateway.carrier.Protocol;
import io.offerflow.gateway.carrier.Secret;
import io.offerflow.gateway.http.HttpSettings.Connection;
import io.offerflow.workspace.ConfigSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Accounts of {@code protocol: http}. */
public final class HttpProtocol implements Protocol {
  private static final List<String> PRESETS = List.of("fcm", "apns", "kannel", "webhook");
  private static final long TIMEOUT = Duration.ofSeconds(10).toMillis();
  private static final long CONNECT = Duration.ofSeconds(5).toMillis();
  private static final int WINDOW = 100;

  @Override
  public Account read(ConfigSection section) {
    String preset = section.word("preset", PRESETS, null);
    CallbackSettings callbacks = CallbackReader.read(section);
    Draft draft =
        switch (preset == null ? "" : preset) {
          case "fcm" -> FcmPreset.read(section);
          case "apns" -> ApnsPreset.read(section);
          case "kannel" -> KannelPreset.read(section, callbacks != null);
          case "webhook" -> WebhookPreset.read(section);
          default -> own(section);
        };
    OutcomeRules rules = Rules.read(section);
    Connection connection = connection(section);
    if (draft == null) {
      return null;
    }
    HttpSettings settings =
        new HttpSettings(
            section.name(),
            draft.request(),
            draft.secrets(),
            draft.addresses(),
            rules.before(new OutcomeRules(draft.rules())),
            draft.longest(),
            draft.seal(),
            connection);
    return new HttpAccount(settings, draft.credentials(), callbacks);
  }

  private static Draft own(ConfigSection section) {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    ConfigSection named = section.section("secrets", "`{key: file:/run/secrets/key}`");
    if (named != null) {
      section
          .pairs("secrets", "`{key: file:/run/secrets/key}`")
          .keySet()
          .forEach(
              name -> {
                Secret secret = Secret.read(named, name);
                secrets.put(name, secret == null ? Secret.of("") : secret);
              });
    }
    ConfigSection request = section.section("request", "`{method: POST, url: ..., json: {...}}`");
    if (request == null) {
      section.error("request", "an account needs a `preset`, " + PRESETS + ", or a `request`");
      return null;
    }
    RequestTemplate template = new Templates(secrets.keySet()).request(request);
    Secret key = Secret.read(section, "key");
    return template == null
        ? null
        : new Draft(
            template,
            secrets,
            Rules.pattern(section, "addresses"),
            List.of(),
            Draft.LONGEST,
            key == null ? null : new Seal(key),
            Draft.CredentialSource.NONE);
  }

  private static Connection connection(ConfigSection section) {
    String trust = section.text("trust");
    if (trust != null && !Files.isReadable(Path.of(trust))) {
      section.error("trust", "the file " + trust + " with certificates cannot be read");
    }
    return new Connection(
        Duration.ofMillis(section.duration("connect timeout", CONNECT)),
        Duration.ofMillis(section.duration("timeout", TIMEOUT)),
        section.whole("window", WINDOW, 1, 10_000),
        section.whole("answer limit", 64 * 1024, 1_024, 16 * 1024 * 1024),
        section.word("redirects", List.of("never", "same host"), "never").equals("same host"),
        !section.word("http", List.of("1.1", "2"), "2").equals("1.1"),
        trust == null ? null : Path.of(trust));
  }
}
