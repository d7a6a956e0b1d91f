package io.offerflow.gateway.smpp;

import io.offerflow.gateway.carrier.Receipt;
import io.offerflow.gateway.carrier.Receipt.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;

/**
 * Reads delivery receipts: the parameters of SMPP 3.4 where an SMSC sends them, else the text that
 * SMSCs have agreed on, {@code id:... stat:DELIVRD err:000}.
 */
final class DeliveryReceipts {
  private static final Pattern ID = Pattern.compile("\\bid:\\s*(\\S+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern STATE =
      Pattern.compile("\\bstat:\\s*([A-Za-z]+)", Pattern.CASE_INSENSITIVE);

  private DeliveryReceipts() {}

  /** What a receipt says of a state; words of SMPP, table B-1, and their numbers. */
  private enum State {
    DELIVRD(2, Kind.DELIVERED, null),
    EXPIRED(3, Kind.FAILED, "expired"),
    DELETED(4, Kind.FAILED, "deleted"),
    UNDELIV(5, Kind.FAILED, "undeliverable"),
    REJECTD(8, Kind.FAILED, "rejected");

    final int number;
    final Kind kind;
    final String reason;

    State(int number, Kind kind, String reason) {
      this.number = number;
      this.kind = kind;
      this.reason = reason;
    }
  }

  /**
   * Null when it says nothing that is final: {@code ENROUTE}, {@code ACCEPTD}, and {@code UNKNOWN},
   * of which nobody can tell whether she has it; also when it cannot be read.
   */
  static Receipt read(DeliverSm pdu, ReceiptIds ids) {
    String text = new String(UserData.text(pdu), StandardCharsets.ISO_8859_1);
    OptionalParameter.Receipted_message_id named =
        pdu.getOptionalParameter(OptionalParameter.Receipted_message_id.class);
    OptionalParameter.Message_state told =
        pdu.getOptionalParameter(OptionalParameter.Message_state.class);
    String id = named != null ? named.getValueAsString() : group(ID, text);
    State state = told != null ? byNumber(told.getValue()) : byWord(group(STATE, text));
    if (id == null || id.isBlank() || state == null) {
      return null;
    }
    return Receipt.of(ids.received(id), state.kind, state.reason);
  }

  private static String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  private static State byNumber(byte number) {
    for (State state : State.values()) {
      if (state.number == number) {
        return state;
      }
    }
    return null;
  }

  private static State byWord(String word) {
    if (word == null) {
      return null;
    }
    String upper = word.toUpperCase(Locale.ROOT);
    for (State state : State.values()) {
      // Some SMSCs write the words in full, some cut them.
      if (upper.startsWith(state.name()) || upper.equals("DELIVERED") && state == State.DELIVRD) {
        return state;
      }
    }
    return null;
  }
}
