package io.offerflow.testing;

import io.offerflow.decision.Bundle;
import io.offerflow.workspace.Problem;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A workspace written in a test, on top of a small one that validates. */
public final class TestWorkspace {
  private final Map<String, byte[]> files = new TreeMap<>();

  /** Channels sms (everybody) and push (opt-in, needs a token), classes service and sales. */
  public TestWorkspace() {
    file(
        "workspace.yaml",
        """
        offerflow: 1
        name: test
        timezone: UTC
        currency: EUR
        language: en
        channels:
          sms: {address: customer}
          push: {address: push_token}
        """);
    file(
        "schema.yaml",
        """
        customer:
          tier: {type: text, values: [bronze, silver, gold]}
          fee: {type: number}
          birth_date: {type: date}
          push_token: {type: text, pii: true}
          name: {type: text, pii: true}
        events:
          recharge: {amount: number}
          app_view: {product: text, dwell_s: number}
        """);
    file(
        "offers.yaml",
        """
        pack:
          category: data
          value: 10
          start propensity: 0.1
          content:
            sms: {en: "A pack"}
            push: {en: {title: "Pack", body: "A pack"}}
        care:
          category: care
          value: 1
          start propensity: 0.5
          content: {sms: {en: "We care"}, push: {en: "We care"}}
        """);
    policy(
        """
        classes:
          service: {ignores: [caps, quiet hours, consent], counts: false}
          sales: {}
        consent: {sms: opt-out, push: opt-in}
        """);
  }

  public TestWorkspace file(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** One line more in workspace.yaml, such as {@code forget: 60d}. */
  public TestWorkspace setting(String line) {
    String settings = new String(files.get("workspace.yaml"), StandardCharsets.UTF_8);
    return file("workspace.yaml", settings + line + "\n");
  }

  public TestWorkspace policy(String text) {
    return file("policy.yaml", text);
  }

  public TestWorkspace features(String text) {
    return file("features.yaml", text);
  }

  /**
   * A campaign of class sales for offer pack on sms, unless {@code more} says otherwise.
   *
   * @param when in YAML's flow style
   * @param more further lines
   */
  public TestWorkspace campaign(String id, String when, String more) {
    StringBuilder text = new StringBuilder("campaign: " + id + "\nwhen: " + when + "\n");
    if (!more.contains("class:")) {
      text.append("class: sales\n");
    }
    if (!more.contains("offer:")) {
      text.append("offer: pack\n");
    }
    if (!more.contains("channels:")) {
      text.append("channels: [sms]\n");
    }
    return file("campaigns/" + id + ".yaml", text + more);
  }

  public Map<String, byte[]> files() {
    return files;
  }

  /** The checked workspace; fails the test when there is an error in it. */
  public Workspace read() {
    WorkspaceReader.Result result = WorkspaceReader.read(files);
    if (result.workspace() == null) {
      throw new AssertionError(
          result.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    return result.workspace();
  }

  public Bundle bundle() {
    return Bundle.of(read());
  }
}
