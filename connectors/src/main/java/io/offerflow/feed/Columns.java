package io.offerflow.feed;

/** The columns of a feed, asked for by name while it is set up. */
final class Columns {
  private final Rows rows;

  Columns(Rows rows) {
    this.rows = rows;
  }

  /**
   * @throws IllegalArgumentException in a sentence, when there is no such column
   */
  int of(String name) {
    int column = rows.column(name);
    if (column < 0) {
      throw new IllegalArgumentException("there is no column `" + name + "`");
    }
    return column;
  }
}
