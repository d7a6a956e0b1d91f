package io.offerflow.pipeline.report;

import io.offerflow.measure.Measured;
import io.offerflow.pipeline.report.Chart.Series;
import java.util.List;

/** A part of the page, and what it is written with. */
abstract class Part {
  final Subject subject;
  final Html html;
  final Tables tables;
  final Numbers numbers;
  final Measured measured;

  Part(Subject subject) {
    this.subject = subject;
    this.html = subject.html();
    this.tables = subject.tables();
    this.numbers = subject.numbers();
    this.measured = subject.measured();
  }

  /**
   * A chart of counts, one for each period.
   *
   * @param title what it shows, to which the length of the periods is added
   */
  final void chart(String id, String title, String kind, Periods periods, List<Series> series) {
    tables.chart(
        new Chart(
            id,
            title + ", by " + periods.word(),
            kind,
            "count",
            "The " + periods.word() + " that begins",
            periods.labels(),
            series));
  }
}
