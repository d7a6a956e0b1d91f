package io.offerflow.pipeline.report;

import io.offerflow.decision.Result;
import io.offerflow.measure.Uplift;

/** What the words of decision records mean to somebody who has never seen one. */
final class Words {
  private Words() {}

  static String of(Result result) {
    return switch (result) {
      case INACTIVE -> "Campaign not running";
      case LATE -> "Too late";
      case MISSING -> "Something unknown about the customer";
      case CONDITION -> "Customer does not qualify";
      case UNREACHABLE -> "No address";
      case CONTENT -> "No text to send";
      case CONSENT -> "No consent";
      case SUPPRESSED -> "Resting after an earlier outcome";
      case EXCLUDED -> "Does not go with another offer";
      case STOCK -> "Sold out";
      case LIMIT -> "Limit of the campaign";
      case CAP -> "Contact cap";
      case QUIET -> "Quiet hours";
      case WON -> "Message sent";
      case OUTRANKED -> "A better offer won";
      case TAGGED -> "Customer tagged";
      case CONTROL -> "Left alone for comparison";
      default -> result.word();
    };
  }

  static String of(Uplift.Verdict verdict) {
    return switch (verdict) {
      case MORE -> "It works";
      case FEWER -> "It does harm";
      case UNDECIDED -> "Cannot be told yet";
      case TOO_FEW -> "Not enough data yet";
      case NOT_COMPARABLE -> "Cannot be compared";
    };
  }

  /** Whom the contacted are compared with. */
  static String against(Uplift uplift) {
    return uplift.against().equals("control") ? "control group" : "hold-out";
  }

  /** The verdict in a sentence. */
  static String sentence(Uplift uplift, Numbers numbers) {
    return switch (uplift.verdict()) {
      case MORE ->
          "Contacting brings "
              + numbers.size(uplift.interval().low())
              + " to "
              + numbers.size(uplift.interval().high())
              + " successes more per 100 customers.";
      case FEWER ->
          "Of 100 customers, contacting loses "
              + numbers.size(uplift.interval().high())
              + " to "
              + numbers.size(uplift.interval().low())
              + " successes: stop it.";
      case UNDECIDED ->
          "Between "
              + numbers.points(uplift.interval().low())
              + " and "
              + numbers.points(uplift.interval().high())
              + " per 100 customers: it may help, do nothing or do harm. More customers will tell.";
      case TOO_FEW ->
          "So far "
              + numbers.count(uplift.contacted())
              + " customers were contacted and "
              + numbers.count(uplift.alone())
              + " left alone, with "
              + numbers.count(uplift.contactedSuccesses() + uplift.aloneSuccesses())
              + " successes: too few to say anything.";
      case NOT_COMPARABLE ->
          "Its success is an answer to the message, which those left alone never got: choose an"
              + " event that can happen to both.";
    };
  }
}
