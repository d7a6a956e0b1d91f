package io.offerflow.feature;

import io.offerflow.event.Event;

/**
 * A field whose values a log of events keeps, for one or several features.
 *
 * @param key hash of the definition; tells the column in bytes that another bundle wrote
 * @param currency events in another one carry no value; null where no currency matters
 * @param needs which totals the features need where events were merged, see {@link ColumnTotal}
 * @param features how many features read it
 */
record Column(int key, String definition, String field, String currency, int needs, int features) {

  Column forAnother(Aggregate aggregate) {
    return new Column(
        key, definition, field, currency, needs | ColumnTotal.need(aggregate), features + 1);
  }

  boolean fits(Event event) {
    return fits(event, currency);
  }

  static boolean fits(Event event, String currency) {
    if (currency == null) {
      return true;
    }
    Object own = event.fields().get("currency");
    return own == null || own.equals(currency);
  }
}
