package io.offerflow.gateway.http;

import io.offerflow.gateway.carrier.Account;
import io.offerflow.gateway.carrier.Carrier;
import io.offerflow.gateway.carrier.Message;
import io.offerflow.gateway.carrier.Outcome;
import io.offerflow.gateway.carrier.Receipts;
import java.io.IOException;
import java.net.BindException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/**
 * An account of an HTTP service.
 *
 * @param callbacks null where nothing comes back
 */
record HttpAccount(
    HttpSettings settings, Draft.CredentialSource credentials, CallbackSettings callbacks)
    implements Account {

  @Override
  public Carrier open(Receipts receipts, Runnable roomMade) throws IOException {
    return open(receipts, Clock.systemUTC());
  }

  Carrier open(Receipts receipts, Clock clock) throws IOException {
    HttpClient client = client(settings);
    HttpCarrier carrier =
        new HttpCarrier(
            settings,
            client,
            credentials.open(client, settings.connection().timeout(), clock),
            decision -> callbacks == null ? null : callbacks.of(decision),
            clock);
    return callbacks == null ? carrier : new WithReceiver(carrier, receiver(receipts, clock));
  }

  private CallbackServer receiver(Receipts receipts, Clock clock) throws IOException {
    try {
      return CallbackServer.open(
          callbacks.listen(),
          callbacks.certificate() == null
              ? null
              : Tls.showing(callbacks.certificate(), callbacks.certificateKey()),
          new Callbacks(callbacks, receipts, clock));
    } catch (BindException taken) {
      throw new IOException(
          "callbacks of " + settings.account() + " cannot listen on " + callbacks.listen(), taken);
    }
  }

  private static HttpClient client(HttpSettings settings) throws IOException {
    HttpSettings.Connection connection = settings.connection();
    // Without TLS, HTTP/2 begins with a question that old servers misread: it is for HTTPS alone.
    boolean secure = settings.request().isSecure();
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .connectTimeout(connection.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(
                connection.http2() && secure
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1);
    if (connection.authorities() != null) {
      client.sslContext(Tls.trusting(connection.authorities()));
    }
    return client.build();
  }

  /** The way out and the way back, closed in this order: what was asked may still be answered. */
  private record WithReceiver(HttpCarrier carrier, CallbackServer receiver) implements Carrier {
    @Override
    public int room() {
      return carrier.room();
    }

    @Override
    public CompletionStage<Outcome> submit(Message message) {
      return carrier.submit(message);
    }

    @Override
    public void close() {
      carrier.close();
      receiver.close();
    }
  }
}
