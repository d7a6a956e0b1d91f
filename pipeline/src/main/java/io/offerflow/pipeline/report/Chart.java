package io.offerflow.pipeline.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a chart shows; the table behind it is made of the same.
 *
 * @param id unique on the page
 * @param title also said to those who cannot see it
 * @param kind {@code bars} across the page, {@code stacked} bars, {@code lines}, {@code columns} or
 *     {@code intervals}: of its series the first is the middle, the others are the ends
 * @param unit of the values: {@code count}, {@code money}, {@code share} or {@code points}
 * @param head what the categories are
 * @param categories one for each row of the table
 * @param series one for each of its other columns
 */
record Chart(
    String id,
    String title,
    String kind,
    String unit,
    String head,
    List<String> categories,
    List<Series> series) {
  Chart {
    categories = List.copyOf(categories);
    series = List.copyOf(series);
  }

  /**
   * A series.
   *
   * @param colour a name of the page's palette; null for the next
   * @param values one for each category; NaN for none
   */
  record Series(String name, String colour, double[] values) {}

  boolean isEmpty() {
    return categories.isEmpty();
  }

  ObjectNode toJson(ObjectNode object) {
    object.put("id", id).put("title", title).put("kind", kind).put("unit", unit);
    ArrayNode names = object.putArray("categories");
    categories.forEach(names::add);
    ArrayNode all = object.putArray("series");
    for (Series one : series) {
      ObjectNode node = all.addObject().put("name", one.name());
      if (one.colour() != null) {
        node.put("colour", one.colour());
      }
      ArrayNode values = node.putArray("values");
      for (double value : one.values()) {
        if (Double.isNaN(value)) {
          values.addNull();
        } else {
          values.add(value);
        }
      }
    }
    return object;
  }
}
