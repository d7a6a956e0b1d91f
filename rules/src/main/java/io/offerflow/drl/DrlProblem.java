package io.offerflow.drl;

/**
 * Something in a rule file that is not in the list of what there may be.
 *
 * @param line from 1
 * @param column from 1, in code points
 * @param message what it is or reaches for, and what to write instead
 */
public record DrlProblem(int line, int column, String message) {}
