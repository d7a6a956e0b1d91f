package io.offerflow.gateway.http;

import static io.offerflow.gateway.http.Draft.template;

import com.google.re2j.Pattern;
import io.offerflow.gateway.carrier.Secret;
import io.offerflow.gateway.http.OutcomeRule.Verdict;
import io.offerflow.workspace.ConfigSection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Kannel's sendsms, asked by POST: in its headers user and password stay out of access logs, and a
 * client never repeats a POST by itself.
 */
final class KannelPreset {
  private static final String USER = "user";
  private static final String PASSWORD = "password";

  /** Delivered, failed, refused by the SMSC: what ends a message. */
  private static final String FINAL_STATES = "19";

  private static final List<OutcomeRule> RULES =
      List.of(
          OutcomeRule.of(202, Verdict.SENT, null),
          OutcomeRule.of(403, Verdict.PAUSE, "forbidden"),
          OutcomeRule.of(404, Verdict.FAILED, "unroutable"),
          OutcomeRule.of(503, Verdict.RETRY, "busy"));

  private KannelPreset() {}

  /** Null when there were problems. */
  static Draft read(ConfigSection section, boolean receipts) {
    String url = Urls.whole(section, "`url: http://127.0.0.1:13013/cgi-bin/sendsms`");
    String user = section.require(USER, "`user: offerflow`, of a group sendsms-user");
    Secret password = Secret.require(section, PASSWORD);
    String smsc = section.text("smsc");
    if (url == null || user == null || password == null) {
      return null;
    }
    Map<String, FieldTemplate> headers = new LinkedHashMap<>();
    headers.put("X-Kannel-Username", template("{{secret.user}}", USER));
    headers.put("X-Kannel-Password", template("{{secret.password}}", PASSWORD));
    headers.put("X-Kannel-To", template("{{to}}"));
    headers.put("X-Kannel-From", template("{{from|}}"));
    headers.put("X-Kannel-Coding", template("{{coding}}"));
    headers.put("X-Kannel-Validity", template("{{ttl.minutes}}"));
    if (smsc != null) {
      headers.put("X-Kannel-SMSC", FieldTemplate.fixed(smsc));
    }
    if (receipts) {
      headers.put("X-Kannel-DLR-Mask", FieldTemplate.fixed(FINAL_STATES));
      headers.put("X-Kannel-DLR-Url", template("{{callback}}?status=%d&answer=%A"));
    }
    return new Draft(
        new RequestTemplate(
            "POST",
            FieldTemplate.fixed(url),
            headers,
            new RequestTemplate.Plain(template("{{body}}"))),
        Map.of(USER, Secret.of(user), PASSWORD, password),
        Pattern.compile("\\+?[0-9]{3,20}"),
        RULES,
        Draft.LONGEST,
        null,
        Draft.CredentialSource.NONE);
  }
}
