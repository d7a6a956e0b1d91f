package io.offerflow.feed;

import io.offerflow.codec.Refusal;
import java.util.List;

/**
 * One record of a foreign feed, taken apart.
 *
 * <p>Where its columns are is settled once for a feed: a column is asked for by the number that
 * {@link Rows#column} gave.
 */
interface Row {

  /** The text of a cell, or null when it is missing. */
  String text(int column) throws Refusal;

  /** The texts of a cell that is a set, or null when it is missing. */
  default List<String> texts(int column) throws Refusal {
    String text = text(column);
    return text == null ? null : List.of(text);
  }
}
