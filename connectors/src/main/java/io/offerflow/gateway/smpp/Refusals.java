package io.offerflow.gateway.smpp;

import io.offerflow.gateway.carrier.Outcome;
import org.jsmpp.SMPPConstant;

/** What an SMSC's refusals mean. */
final class Refusals {
  private Refusals() {}

  static Outcome of(int status) {
    return switch (status) {
      case SMPPConstant.STAT_ESME_RTHROTTLED -> new Outcome.Retry("throttled", null, true);
      case SMPPConstant.STAT_ESME_RMSGQFUL -> new Outcome.Retry("queue-full", null, true);
      case SMPPConstant.STAT_ESME_RSYSERR -> new Outcome.Retry("system-error", null, false);
      case SMPPConstant.STAT_ESME_RX_T_APPN -> new Outcome.Retry("later", null, false);
      case SMPPConstant.STAT_ESME_RINVBNDSTS -> new Outcome.Retry("not-bound", null, false);
      case SMPPConstant.STAT_ESME_RINVDSTADR,
          SMPPConstant.STAT_ESME_RINVDSTTON,
          SMPPConstant.STAT_ESME_RINVDSTNPI ->
          Outcome.failed("invalid-address");
      case SMPPConstant.STAT_ESME_RINVSRCADR,
          SMPPConstant.STAT_ESME_RINVSRCTON,
          SMPPConstant.STAT_ESME_RINVSRCNPI ->
          Outcome.failed("invalid-sender");
      case SMPPConstant.STAT_ESME_RSUBMITFAIL, SMPPConstant.STAT_ESME_RX_R_APPN ->
          Outcome.failed("rejected");
      default -> Outcome.failed(String.format("status-%04x", status));
    };
  }
}
