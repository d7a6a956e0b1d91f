package io.offerflow.gateway.smpp;

import io.offerflow.gateway.carrier.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;

/**
 * An account at an SMSC.
 *
 * @param name of the account, for logs
 * @param trust a PEM file with the certificates to trust beside the JVM's own; may be null
 * @param separate whether there is a transmitter and a receiver instead of a transceiver
 * @param binds how many connections, of each kind
 * @param window how many messages are under way on one of them
 * @param payload whether a long text goes in one piece instead of in parts
 * @param validity whether the SMSC is told until when to try
 * @param receiptIds how the ids of receipts are written
 * @param timeout for an answer
 * @param enquireLink after how much silence the connection is tried
 */
record SmppSettings(
    String name,
    String host,
    int port,
    boolean tls,
    Path trust,
    String systemId,
    Secret password,
    String systemType,
    boolean separate,
    int binds,
    int window,
    boolean payload,
    Validity validity,
    ReceiptIds receiptIds,
    Numbers from,
    Numbers to,
    Duration timeout,
    Duration enquireLink) {

  /** Types that hold for all addresses; null to tell by the address. */
  record Numbers(TypeOfNumber type, NumberingPlanIndicator plan) {}
}
