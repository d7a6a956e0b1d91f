package io.offerflow.gateway.smpp;

import io.offerflow.gateway.carrier.Message;
import io.offerflow.gateway.carrier.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.SMPPSession;

/**
 * One message on its way to an SMSC, in as many parts as it takes. Once a part is taken the message
 * is not begun anew: what is refused for the time being is tried again part by part.
 */
final class Submission {
  private static final byte UDHI = 0x40;
  private static final long SHORTEST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final SmppSettings settings;
  private final SMPPSession session;
  private final Message message;
  private final byte reference;
  private final CountDownLatch closing;
  private final Numbering from;
  private final Numbering to;
  private final List<String> ids = new ArrayList<>();

  /**
   * Ready to go.
   *
   * @param reference what parts of one message have in common
   * @param closing ends the waiting for another try
   */
  Submission(
      SmppSettings settings,
      SMPPSession session,
      Message message,
      byte reference,
      CountDownLatch closing) {
    this.settings = settings;
    this.session = session;
    this.message = message;
    this.reference = reference;
    this.closing = closing;
    from = Numbering.sender(message.from(), settings.from().type(), settings.from().plan());
    to = Numbering.receiver(message.to(), settings.to().type(), settings.to().plan());
  }

  /** Into how many parts a message goes. */
  static int parts(SmppSettings settings, Message message) {
    String text = message.content().get("text");
    return text == null || settings.payload() ? 1 : SmsText.parts(text).parts().size();
  }

  Outcome run() throws InterruptedException {
    String content = message.content().get("text");
    if (content == null) {
      return Outcome.failed("no-text");
    }
    SmsText text = settings.payload() ? SmsText.whole(content) : SmsText.parts(content);
    if (text.isTooLong()) {
      return Outcome.failed("too-long");
    }
    for (int part = 0; part < text.parts().size(); part++) {
      Outcome refused = persist(text, part);
      if (refused != null) {
        return refused;
      }
    }
    return new Outcome.Sent(ids);
  }

  /** Null when the part was taken. */
  private Outcome persist(SmsText text, int part) throws InterruptedException {
    long pause = SHORTEST_PAUSE_MILLIS;
    while (true) {
      Outcome refused = submit(text, part);
      if (part == 0 || !(refused instanceof Outcome.Retry)) {
        return refused;
      }
      if (System.currentTimeMillis() + pause > message.deadline()
          || closing.await(pause, TimeUnit.MILLISECONDS)) {
        return new Outcome.Unknown("partly-sent");
      }
      pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
    }
  }

  private Outcome submit(SmsText text, int part) {
    try {
      ids.add(ReceiptIds.answered(send(text, part)));
      return null;
    } catch (NegativeResponseException e) {
      return Refusals.of(e.getCommandStatus());
    } catch (ResponseTimeoutException | InvalidResponseException e) {
      return new Outcome.Unknown("no-answer");
    } catch (PDUException e) {
      return Outcome.failed("invalid-message");
    } catch (IOException e) {
      // Not all of it left this machine: an SMSC does nothing with a part of a request.
      return new Outcome.Retry("connection-lost", null, false);
    }
  }

  /** Waits for the answer, which is the id that the SMSC gives it. */
  private String send(SmsText text, int part)
      throws PDUException,
          ResponseTimeoutException,
          InvalidResponseException,
          NegativeResponseException,
          IOException {
    boolean inParts = text.parts().size() > 1;
    byte[] octets = inParts ? text.withHeader(part, reference) : text.parts().get(0);
    boolean payload = settings.payload() && octets.length > (text.dataCoding() == 0 ? 160 : 140);
    OptionalParameter[] more =
        payload
            ? new OptionalParameter[] {new OptionalParameter.Message_payload(octets)}
            : new OptionalParameter[0];
    return session
        .submitShortMessage(
            "",
            from.type(),
            from.plan(),
            from.digits(),
            to.type(),
            to.plan(),
            to.digits(),
            new ESMClass(inParts ? UDHI : 0),
            (byte) 0,
            (byte) 0,
            null,
            settings.validity().until(message.deadline(), System.currentTimeMillis()),
            new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
            (byte) 0,
            new RawDataCoding(text.dataCoding()),
            (byte) 0,
            payload ? new byte[0] : octets,
            more)
        .getMessageId();
  }
}
