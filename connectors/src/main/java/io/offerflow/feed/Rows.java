package io.offerflow.feed;

import io.offerflow.codec.Refusal;

/** Takes records of one format apart. Not safe for two threads; a row is good until the next. */
interface Rows {

  /**
   * The number of a column, or -1 when the format knows of none by that name.
   *
   * @throws IllegalArgumentException when the name cannot be one
   */
  int column(String name);

  /**
   * @param record valid UTF-8, without its end of line
   */
  Row read(String record) throws Refusal;
}
