package io.offerflow.codec;

/**
 * Why a record is no event. Has no stack trace: a feed of rubbish must not cost more than a good
 * one.
 */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** The bytes are not one JSON object in UTF-8, or a row is not one of its feed. */
  public static final String NOT_JSON = "not-json";

  public static final String BAD_ROW = "bad-row";
  public static final String MISSING_MEMBER = "missing-member";
  public static final String WRONG_TYPE = "wrong-type";
  public static final String BAD_VALUE = "bad-value";
  public static final String DUPLICATE_MEMBER = "duplicate-member";
  public static final String UNKNOWN_TYPE = "unknown-type";

  /** A type that only Offerflow itself writes. */
  public static final String RESERVED_TYPE = "reserved-type";

  public static final String AHEAD = "ahead";
  public static final String TOO_LONG = "too-long";

  private final String code;

  /**
   * @param code one of the constants
   * @param reason a sentence without values of the record
   */
  public Refusal(String code, String reason) {
    super(reason, null, false, false);
    this.code = code;
  }

  public Decoded.Bad toBad() {
    return new Decoded.Bad(code, getMessage());
  }
}
