package io.offerflow.gateway.smpp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.ConnectionFactory;
import org.jsmpp.session.connection.socket.SocketConnection;

/** Connections to an SMSC; with TLS its certificate must be trusted and be for its name. */
final class Sockets implements ConnectionFactory {
  private final int timeoutMillis;
  private final SSLContext tls;

  private Sockets(int timeoutMillis, SSLContext tls) {
    this.timeoutMillis = timeoutMillis;
    this.tls = tls;
  }

  /** By the account's settings; the certificates it trusts are read once. */
  static Sockets of(SmppSettings settings) throws IOException {
    int timeoutMillis = Math.toIntExact(settings.timeout().toMillis());
    if (!settings.tls()) {
      return new Sockets(timeoutMillis, null);
    }
    try {
      if (settings.trust() == null) {
        return new Sockets(timeoutMillis, SSLContext.getDefault());
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusting(settings.trust()).getTrustManagers(), null);
      return new Sockets(timeoutMillis, context);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "the certificates that account " + settings.name() + " trusts cannot be used", e);
    }
  }

  private static TrustManagerFactory trusting(Path pem)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted-" + store.size(), one);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  @Override
  public Connection createConnection(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, port), timeoutMillis);
      return new SocketConnection(tls == null ? socket : secured(socket, host, port));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private Socket secured(Socket plain, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(timeoutMillis);
    socket.startHandshake();
    return socket;
  }
}
