package io.offerflow.zone;

/**
 * Something wrong in a zones file.
 *
 * @param line from 1; 0 when it is about the whole file
 * @param column from 1; 0 when it is about the whole line or file
 * @param message what is wrong and what to write instead
 */
public record ZoneProblem(int line, int column, String message) {}
