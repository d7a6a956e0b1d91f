package io.offerflow.pipeline.report;

import java.util.ArrayList;
import java.util.List;

/** Tables, and charts with the tables behind them. */
final class Tables {
  private final Html html;
  private final Numbers numbers;
  private final List<Chart> charts = new ArrayList<>();
  private int textColumns;

  Tables(Html html, Numbers numbers) {
    this.html = html;
    this.numbers = numbers;
  }

  /** Those that were put on the page. */
  List<Chart> charts() {
    return charts;
  }

  /** A place for the chart, and a table of what it shows. */
  void chart(Chart chart) {
    if (chart.isEmpty()) {
      return;
    }
    charts.add(chart);
    html.open("figure");
    html.element("figcaption", chart.title(), "id", chart.id() + "-title");
    html.open(
            "div",
            "class",
            "chart",
            "id",
            chart.id(),
            "role",
            "img",
            "aria-labelledby",
            chart.id() + "-title",
            "aria-describedby",
            chart.id() + "-table")
        .close();
    html.open("details", "id", chart.id() + "-table").element("summary", "The numbers");
    List<String> head = new ArrayList<>(List.of(chart.head()));
    chart.series().forEach(series -> head.add(series.name()));
    begin(1, head.toArray(String[]::new));
    for (int i = 0; i < chart.categories().size(); i++) {
      List<String> cells = new ArrayList<>(List.of(chart.categories().get(i)));
      for (Chart.Series series : chart.series()) {
        cells.add(numbers.of(chart.unit(), series.values()[i]));
      }
      row(cells.toArray(String[]::new));
    }
    end();
    html.close().close();
  }

  /**
   * @param texts how many of the first columns hold texts; the others hold numbers
   */
  void begin(int texts, String... head) {
    textColumns = texts;
    // Reachable by keyboard, because a narrow screen has to scroll it.
    html.open("div", "class", "table", "tabindex", "0", "role", "region", "aria-label", head[0]);
    html.open("table").open("thead").open("tr");
    for (int i = 0; i < head.length; i++) {
      html.element("th", head[i], "scope", "col", "class", kind(i));
    }
    html.close().close().open("tbody");
  }

  void row(String... cells) {
    html.open("tr").element("th", cells[0], "scope", "row");
    for (int i = 1; i < cells.length; i++) {
      html.element("td", cells[i], "class", kind(i));
    }
    html.close();
  }

  private String kind(int column) {
    return column < textColumns ? "text" : null;
  }

  void end() {
    html.close().close().close();
  }
}
