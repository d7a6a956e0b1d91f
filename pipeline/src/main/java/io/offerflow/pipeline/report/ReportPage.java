package io.offerflow.pipeline.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.offerflow.measure.Measured;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * The report as one page that needs nothing but itself: charts, styles and numbers are in it, and
 * its security policy lets it load nothing and run no program but its own two, known by their
 * hashes. Each chart has its table behind it; without scripts the tables are what is left.
 */
public final class ReportPage {
  private static final String CHARTS = "echarts/echarts.common.min.js";

  private ReportPage() {}

  /** The same page for the same result. */
  public static String of(Workspace workspace, Measured measured) {
    String library = resource(CHARTS);
    String program = resource("page.js");
    Html html = new Html();
    html.doctype();
    html.open("html", "lang", "en");
    html.open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty(
        "meta", "http-equiv", "Content-Security-Policy", "content", policy(library, program));
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", "Offerflow: what came of " + workspace.settings().name());
    html.style(resource("page.css"));
    html.close();
    html.open("body").open("main");
    Subject subject = Subject.of(html, workspace, measured);
    new ReportSections(subject).write();
    html.close();
    html.data("charts", json(subject.tables().charts(), workspace.settings().currency()));
    html.script(library).script(program);
    html.close().close();
    return html.toString();
  }

  private static String json(List<Chart> charts, String currency) {
    var object = JsonNodeFactory.instance.objectNode();
    if (currency != null) {
      object.put("currency", currency);
    }
    ArrayNode array = object.putArray("charts");
    charts.forEach(chart -> chart.toJson(array.addObject()));
    return object.toString();
  }

  private static String policy(String... programs) {
    StringBuilder policy = new StringBuilder("default-src 'none'; style-src 'unsafe-inline'");
    policy.append("; base-uri 'none'; form-action 'none'; script-src");
    for (String program : programs) {
      policy.append(" 'sha256-").append(hash(program)).append('\'');
    }
    return policy.toString();
  }

  private static String hash(String program) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(program.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      // Browsers hash a script after line ends were made one character.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
