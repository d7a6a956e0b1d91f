package io.offerflow.gateway.smpp;

import io.offerflow.gateway.carrier.Receipt;
import io.offerflow.gateway.carrier.Receipts;
import io.offerflow.gateway.carrier.Reply;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an SMSC sends on its own: receipts and replies. It is answered when they are safe, so that
 * it sends again what a crash would lose.
 */
final class Inbound implements MessageReceiverListener {
  private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

  private final SmppSettings settings;
  private final Receipts receipts;

  Inbound(SmppSettings settings, Receipts receipts) {
    this.settings = settings;
    this.receipts = receipts;
  }

  @Override
  public void onAcceptDeliverSm(DeliverSm pdu) throws ProcessRequestException {
    if (pdu.isSmscDeliveryReceipt()) {
      Receipt receipt = DeliveryReceipts.read(pdu, settings.receiptIds());
      if (receipt != null) {
        await(receipts.receipt(receipt));
      }
      return;
    }
    if (pdu.isIntermediateDeliveryNotification()) {
      return;
    }
    String text = SmsText.decode(UserData.text(pdu), pdu.getDataCoding());
    await(receipts.reply(new Reply(pdu.getSourceAddr(), text, UserData.part(pdu) > 1)));
  }

  private void await(CompletionStage<Void> safe) throws ProcessRequestException {
    try {
      safe.toCompletableFuture().get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw later(e);
    } catch (ExecutionException | TimeoutException e) {
      throw later(e);
    }
  }

  private ProcessRequestException later(Exception cause) {
    LOG.warn("account {}: what came in could not be noted; it is asked for again", settings.name());
    return new ProcessRequestException("later", SMPPConstant.STAT_ESME_RX_T_APPN, cause);
  }

  @Override
  public DataSmResult onAcceptDataSm(DataSm pdu, Session source) throws ProcessRequestException {
    throw new ProcessRequestException(
        "data_sm is not expected here", SMPPConstant.STAT_ESME_RINVCMDID);
  }

  @Override
  public void onAcceptAlertNotification(AlertNotification pdu) {
    // Says that a telephone can be reached again; the SMSC itself tries again by the validity.
  }
}
