package io.offerflow.gateway.carrier;

import java.util.concurrent.CompletionStage;

/**
 * Takes what the other side says after it took a message. The stages complete when it is safe: only
 * then the other side is told that it was heard. They complete exceptionally when the gateway is
 * about to stop, and the other side should say it again later.
 */
public interface Receipts {
  CompletionStage<Void> receipt(Receipt receipt);

  CompletionStage<Void> reply(Reply reply);
}
