package io.offerflow.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Two panels of curves in plain SVG: means over all seeds, and the band of the middle 80%. */
final class RegretChart {
  private static final List<String> COLOURS =
      List.of("#6b7280", "#b45309", "#7c3aed", "#0369a1", "#047857");
  private static final int WIDTH = 1040;
  private static final int HEIGHT = 430;
  private static final int LEFT = 60;
  private static final int TOP = 56;
  private static final int PLOT = 290;
  private static final int TALL = 310;
  private static final int LABELS = 180;
  private static final int POINTS = 100;

  /**
   * A curve of each seed.
   *
   * @param runs what was lost up to each decision
   */
  record Curve(String name, List<double[]> runs) {
    double mean(int at) {
      return runs.stream().mapToDouble(run -> run[at]).average().orElseThrow();
    }

    /**
     * @param part 0 for the least, 1 for the greatest
     */
    double quantile(int at, double part) {
      double[] sorted = runs.stream().mapToDouble(run -> run[at]).sorted().toArray();
      return sorted[(int) Math.round(part * (sorted.length - 1))];
    }

    double last() {
      return mean(runs.get(0).length - 1);
    }
  }

  private final StringBuilder svg = new StringBuilder();

  static String of(List<Curve> steady, List<Curve> changing) {
    RegretChart chart = new RegretChart();
    chart.say(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " font-family=\"system-ui, sans-serif\" font-size=\"12\">",
        WIDTH, HEIGHT);
    chart.say("<title>What is lost against the best offer for each customer</title>");
    chart.say("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
    chart.panel(0, "Likings that stay", steady);
    chart.panel(LEFT + PLOT + LABELS, "Likings that change after 5,000", changing);
    chart.say("</svg>");
    return chart.svg.toString();
  }

  private void panel(int from, String title, List<Curve> curves) {
    int length = curves.get(0).runs().get(0).length;
    double most =
        curves.stream().mapToDouble(curve -> curve.quantile(length - 1, 0.9)).max().orElseThrow();
    double unit = most > 2_000 ? 1_000 : most > 1_000 ? 500 : 250;
    double top = Math.ceil(most / unit) * unit;
    int left = from + LEFT;
    say("<text x=\"%d\" y=\"24\" font-size=\"15\" fill=\"#111827\">%s</text>", left, title);
    say(
        "<text x=\"%d\" y=\"42\" fill=\"#4b5563\">margin lost against the best offer for each</text>",
        left);
    for (double value = 0; value <= top; value += unit) {
      double y = y(value, top);
      say(
          "<path d=\"M%d %.1fH%d\" stroke=\"#e5e7eb\"/>"
              + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#4b5563\">%,.0f</text>",
          left, y, left + PLOT, left - 8, y + 4, value);
    }
    for (int at = 0; at <= length; at += 2_500) {
      say(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#4b5563\">%,d</text>",
          left + (double) PLOT * at / length, TOP + TALL + 18, at);
    }
    say(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#4b5563\">decisions</text>",
        left + PLOT / 2, TOP + TALL + 38);
    for (int i = 0; i < curves.size(); i++) {
      curve(curves.get(i), COLOURS.get(i), left, top);
    }
    labels(curves, left + PLOT + 8, top);
  }

  private void curve(Curve curve, String colour, int left, double top) {
    int length = curve.runs().get(0).length;
    StringBuilder line = new StringBuilder("M");
    StringBuilder band = new StringBuilder("M");
    StringBuilder back = new StringBuilder();
    for (int i = 0; i <= POINTS; i++) {
      int at = Math.min(length - 1, i * length / POINTS);
      double x = left + (double) PLOT * i / POINTS;
      line.append(point(x, curve.mean(at), top));
      band.append(point(x, curve.quantile(at, 0.9), top));
      back.insert(0, point(x, curve.quantile(at, 0.1), top));
    }
    say("<path d=\"%s%sZ\" fill=\"%s\" fill-opacity=\"0.15\"/>", band, back, colour);
    say("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", line, colour);
  }

  /** At the ends of the curves, as near as they can be without covering each other. */
  private void labels(List<Curve> curves, int x, double top) {
    List<Curve> fromTop = new ArrayList<>(curves);
    fromTop.sort(Comparator.comparingDouble(curve -> -curve.last()));
    double[] places = new double[fromTop.size()];
    for (int i = 0; i < places.length; i++) {
      double wanted = y(fromTop.get(i).last(), top) + 4;
      places[i] = i == 0 ? wanted : Math.max(wanted, places[i - 1] + 15);
    }
    double over = Math.max(0, places[places.length - 1] - (TOP + TALL));
    double[] moved = Arrays.copyOf(places, places.length);
    for (int i = places.length - 1; i >= 0 && over > 0; i--) {
      moved[i] = Math.min(moved[i], TOP + TALL - 15.0 * (places.length - 1 - i));
    }
    for (int i = 0; i < moved.length; i++) {
      Curve curve = fromTop.get(i);
      say(
          "<text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s: %,.0f</text>",
          x, moved[i], COLOURS.get(curves.indexOf(curve)), curve.name(), curve.last());
    }
  }

  private static String point(double x, double value, double top) {
    return String.format(Locale.ROOT, "%.1f %.1f ", x, y(value, top));
  }

  private static double y(double value, double top) {
    return TOP + TALL * (1 - Math.min(1, value / top));
  }

  private void say(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
