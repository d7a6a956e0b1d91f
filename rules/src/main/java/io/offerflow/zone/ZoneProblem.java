package io.offerflow.zone;

import com.fasterxml.jackson.core.JsonLocation;

/**
 * Something wrong in a zones file.
 *
 * @param line from 1
 * @param column from 1; what is about the whole file stands at its beginning, 1:1
 * @param message what is wrong and what to write instead
 */
public record ZoneProblem(int line, int column, String message) {

  /**
   * @param at null, or without a column, where the parser knows no place
   */
  static ZoneProblem at(JsonLocation at, String message) {
    return at == null
        ? new ZoneProblem(1, 1, message)
        : new ZoneProblem(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), message);
  }
}
