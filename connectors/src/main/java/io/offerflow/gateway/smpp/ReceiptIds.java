package io.offerflow.gateway.smpp;

import java.math.BigInteger;
import java.util.Locale;

/**
 * How an SMSC writes a message's id in a receipt, as against its answer to the submission: some
 * answer in hexadecimal and write receipts in decimal, or the other way round. Leading zeros and
 * case never matter.
 */
enum ReceiptIds {
  SAME,
  /** Receipts are in hexadecimal, answers in decimal. */
  HEX,
  /** Receipts are in decimal, answers in hexadecimal. */
  DECIMAL;

  /** The id of an answer as it is remembered. */
  static String answered(String id) {
    String plain = id.strip().toLowerCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
    return plain;
  }

  /** The id of a receipt as the answer would have had it. */
  String received(String id) {
    String plain = answered(id);
    try {
      return switch (this) {
        case SAME -> plain;
        case HEX -> new BigInteger(plain, 16).toString();
        case DECIMAL -> new BigInteger(plain).toString(16);
      };
    } catch (NumberFormatException noNumber) {
      return plain;
    }
  }
}
