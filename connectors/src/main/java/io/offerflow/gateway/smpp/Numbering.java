package io.offerflow.gateway.smpp;

import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;

/**
 * An address with the type of number and the numbering plan that SMPP wants beside it.
 *
 * @param digits without a plus; a name where it is alphanumeric
 */
record Numbering(TypeOfNumber type, NumberingPlanIndicator plan, String digits) {
  private static final int LONGEST_SHORT_CODE = 8;

  /**
   * Where a message goes: digits are international with or without a plus.
   *
   * @param type that holds in any case; null to tell by the address
   */
  static Numbering receiver(String address, TypeOfNumber type, NumberingPlanIndicator plan) {
    String digits = address.replaceAll("[ ()./-]", "");
    return new Numbering(
        type == null ? TypeOfNumber.INTERNATIONAL : type,
        plan == null ? NumberingPlanIndicator.ISDN : plan,
        digits.startsWith("+") ? digits.substring(1) : digits);
  }

  /**
   * Whom it is from: a short code, an international number, or a name; empty for the account's own.
   */
  static Numbering sender(String from, TypeOfNumber type, NumberingPlanIndicator plan) {
    String address = from == null ? "" : from;
    Numbering told;
    if (address.isEmpty()) {
      told = new Numbering(TypeOfNumber.UNKNOWN, NumberingPlanIndicator.UNKNOWN, "");
    } else if (!address.matches("\\+?[0-9]+")) {
      told = new Numbering(TypeOfNumber.ALPHANUMERIC, NumberingPlanIndicator.UNKNOWN, address);
    } else if (address.length() <= LONGEST_SHORT_CODE) {
      told = new Numbering(TypeOfNumber.NETWORK_SPECIFIC, NumberingPlanIndicator.UNKNOWN, address);
    } else {
      told = receiver(address, null, null);
    }
    return new Numbering(
        type == null ? told.type : type, plan == null ? told.plan : plan, told.digits);
  }
}
