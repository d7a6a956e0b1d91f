package io.offerflow.scenario;

import io.offerflow.scenario.TestReport.Failure;
import io.offerflow.scenario.TestReport.Tested;

/** The report as JUnit writes it; CI systems read that. */
final class JUnitXml {
  private JUnitXml() {}

  static String of(TestReport report, String workspace) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuite name=\"").append(escaped(workspace));
    xml.append("\" tests=\"").append(report.tests().size());
    xml.append("\" failures=\"").append(report.failed());
    xml.append("\" errors=\"0\" skipped=\"0\">\n");
    report.tests().forEach(test -> test(xml, test));
    return xml.append("</testsuite>\n").toString();
  }

  private static void test(StringBuilder xml, Tested test) {
    xml.append("  <testcase classname=\"").append(escaped(test.scenario().place().file()));
    xml.append("\" name=\"").append(escaped(test.scenario().name())).append('"');
    if (test.passed()) {
      xml.append("/>\n");
      return;
    }
    xml.append(">\n");
    // JUnit knows one failure a test; the first one names it.
    Failure first = test.failures().get(0);
    xml.append("    <failure message=\"step ").append(first.number());
    xml.append(": expected ").append(escaped(FailureText.expected(first.expected())));
    xml.append("\">");
    for (Failure failure : test.failures()) {
      FailureText.of(failure).forEach(line -> xml.append(escaped(line)).append('\n'));
    }
    xml.append("</failure>\n  </testcase>\n");
  }

  private static String escaped(String text) {
    StringBuilder xml = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(xml, point));
    return xml.toString();
  }

  private static void append(StringBuilder xml, int point) {
    switch (point) {
      case '<' -> xml.append("&lt;");
      case '>' -> xml.append("&gt;");
      case '&' -> xml.append("&amp;");
      case '"' -> xml.append("&quot;");
      case '\n' -> xml.append("&#10;");
      default -> {
        boolean allowed =
            point >= ' '
                && point != 0xfffe
                && point != 0xffff
                && (point < 0xd800 || point > 0xdfff);
        xml.appendCodePoint(allowed ? point : ' ');
      }
    }
  }
}
