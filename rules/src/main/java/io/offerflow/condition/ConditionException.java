package io.offerflow.condition;

/** A condition that cannot be understood, with the place and what to write instead. */
public final class ConditionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  /**
   * @param offset where in the condition's text, in characters from 0
   */
  public ConditionException(int offset, String message) {
    super(message);
    this.offset = offset;
  }

  public int offset() {
    return offset;
  }
}
