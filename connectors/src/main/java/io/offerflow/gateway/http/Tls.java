package io.offerflow.gateway.http;

import io.offerflow.gateway.carrier.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS from PEM files. */
final class Tls {
  private Tls() {}

  /** For a client that trusts these authorities and no others. */
  static SSLContext trusting(Path authorities) throws IOException {
    try {
      KeyStore store = empty();
      int count = 0;
      for (Certificate each : certificates(authorities)) {
        store.setCertificateEntry("authority-" + count++, each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificates in " + authorities + " cannot be used", e);
    }
  }

  /** For a server that shows this chain. */
  static SSLContext showing(Path chain, Secret key) throws IOException {
    try {
      Collection<? extends Certificate> certificates = certificates(chain);
      if (certificates.isEmpty()) {
        throw new CertificateException("no certificate");
      }
      String kind = certificates.iterator().next().getPublicKey().getAlgorithm();
      PrivateKey secret = PemKey.read(key.value(), kind);
      KeyStore store = empty();
      store.setKeyEntry("receiver", secret, new char[0], certificates.toArray(Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate in " + chain + " cannot be used with its key", e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }
}
