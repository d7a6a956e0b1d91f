package io.offerflow.gateway.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.offerflow.gateway.carrier.Receipt;
import io.offerflow.gateway.carrier.Secret;
import io.offerflow.gateway.http.CallbackSettings.ReceiptForm;
import io.offerflow.workspace.ConfigSection;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads {@code callbacks}. */
final class CallbackReader {
  private static final int SHORTEST_SECRET = 16;

  private CallbackReader() {}

  /** Null when there are none, or when there were problems. */
  static CallbackSettings read(ConfigSection account) {
    ConfigSection section = account.section("callbacks", "`{listen: 127.0.0.1:8085, key: ...}`");
    if (section == null) {
      return null;
    }
    InetSocketAddress listen = listen(section);
    boolean secure = section.has("certificate") || section.has("certificate key");
    String certificate =
        secure ? section.require("certificate", "`certificate: receiver.pem`") : null;
    Secret certificateKey = secure ? Secret.require(section, "certificate key") : null;
    String address = Urls.stripped(Urls.fixed(section, "address"));
    if (address == null && listen != null) {
      address = (secure ? "https://" : "http://") + listen.getHostString() + ":" + listen.getPort();
    }
    Secret key = longEnough(section, "key", Secret.require(section, "key"));
    Secret token = longEnough(section, "token", Secret.read(section, "token"));
    ReceiptForm form = form(section.section("receipts", "`{status: /status, kinds: {...}}`"));
    section.close();
    return listen == null
            || key == null
            || secure && (certificate == null || certificateKey == null)
        ? null
        : new CallbackSettings(
            listen,
            address,
            new Seal(key),
            token,
            form,
            certificate == null ? null : Path.of(certificate),
            certificateKey);
  }

  private static InetSocketAddress listen(ConfigSection section) {
    String text = section.require("listen", "`listen: 127.0.0.1:8085`");
    if (text == null) {
      return null;
    }
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      section.error("listen", "`listen` is an address of this machine and a port: 127.0.0.1:8085");
      return null;
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port > 65_535) {
      section.error("listen", "a port is at most 65535");
      return null;
    }
    return new InetSocketAddress(text.substring(0, colon), port);
  }

  private static Secret longEnough(ConfigSection section, String key, Secret secret) {
    if (secret != null && secret.value().length() < SHORTEST_SECRET) {
      section.error(
          key, "this secret can be guessed: use at least " + SHORTEST_SECRET + " characters");
      return null;
    }
    return secret;
  }

  private static ReceiptForm form(ConfigSection section) {
    if (section == null) {
      return ReceiptForm.KANNEL;
    }
    section.require("status", "`status: /status`, where in the body the state stands");
    JsonPointer status = Rules.pointer(section, "status");
    JsonPointer reason = Rules.pointer(section, "reason");
    Map<String, Receipt.Kind> kinds = new HashMap<>();
    List<String> known =
        Arrays.stream(Receipt.Kind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .toList();
    section
        .lists("kinds", "`{delivered: [DELIVRD], failed: [UNDELIV, EXPIRED]}`")
        .forEach(
            (kind, words) -> {
              if (!known.contains(kind)) {
                section.unknown("kinds", "kind of response", kind, known);
              } else {
                words.forEach(
                    word -> kinds.put(word, Receipt.Kind.valueOf(kind.toUpperCase(Locale.ROOT))));
              }
            });
    if (kinds.isEmpty()) {
      section.error(
          "kinds", "`kinds` says which words of the service mean what: {delivered: [ok]}");
    }
    section.close();
    return new ReceiptForm(status, reason, kinds);
  }
}
