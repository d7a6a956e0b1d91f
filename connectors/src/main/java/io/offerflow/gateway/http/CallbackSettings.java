package io.offerflow.gateway.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.offerflow.gateway.carrier.Receipt;
import io.offerflow.gateway.carrier.Secret;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the other side says what became of a message, and what people answer.
 *
 * @param listen where the receiver is bound
 * @param address how the other side reaches it, without a slash at its end
 * @param seal proves that an address was made here, and that a response came from who has the key
 * @param token that replies carry; null when none are taken
 * @param form how receipts are written
 * @param certificate a PEM file with the chain, for HTTPS; null for HTTP
 * @param certificateKey in PEM; null for HTTP
 */
record CallbackSettings(
    InetSocketAddress listen,
    String address,
    Seal seal,
    Secret token,
    ReceiptForm form,
    Path certificate,
    Secret certificateKey) {

  /**
   * How a service writes a receipt into its call of {@code {{callback}}}.
   *
   * @param status where in the JSON of the body the state stands; null for Kannel's form
   * @param reason where the reason of a failure stands; may be null
   * @param kinds from the service's words for a state; others say nothing
   */
  record ReceiptForm(JsonPointer status, JsonPointer reason, Map<String, Receipt.Kind> kinds) {
    static final ReceiptForm KANNEL = new ReceiptForm(null, null, Map.of());
  }

  /** Where the other side tells what became of a decision; nobody else can make this address. */
  String of(String decision) {
    return address + CallbackPaths.receipt(decision, seal);
  }
}
