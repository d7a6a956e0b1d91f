package io.offerflow.drl;

/** Ends the reading of one rule; caught where the next one begins. */
final class DrlException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient DrlProblem problem;

  DrlException(int line, int column, String message) {
    super(message, null, false, false);
    this.problem = new DrlProblem(line, column, message);
  }

  DrlException(Token at, String message) {
    this(at.line(), at.column(), message);
  }

  DrlProblem problem() {
    return problem;
  }
}
