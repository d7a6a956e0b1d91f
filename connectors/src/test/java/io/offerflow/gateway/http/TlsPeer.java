package io.offerflow.gateway.http;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.util.Base64;

/** A server on this machine that speaks HTTP/2 over TLS, with a certificate of its own. */
final class TlsPeer implements AutoCloseable {
  private static final String PASSWORD = "of-this-test";

  final WireMockServer server;
  final Path authorities;
  final String privateKeyPem;

  TlsPeer(Path folder) throws Exception {
    Path store = folder.resolve("peer.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "peer",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1",
        "-validity",
        "3650",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    authorities = folder.resolve("peer.pem");
    Files.writeString(authorities, pem("CERTIFICATE", certificate(keys)));
    privateKeyPem =
        pem("PRIVATE KEY", ((PrivateKey) keys.getKey("peer", PASSWORD.toCharArray())).getEncoded());
    server =
        new WireMockServer(
            wireMockConfig()
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(store.toString())
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD)
                .keystoreType("PKCS12"));
    server.start();
  }

  String url() {
    return "https://localhost:" + server.httpsPort();
  }

  static String pem(String what, byte[] der) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + what
        + "-----\n";
  }

  private static byte[] certificate(KeyStore keys) throws Exception {
    if (keys.getCertificate("peer") == null) {
      throw new KeyStoreException("keytool made no certificate");
    }
    return keys.getCertificate("peer").getEncoded();
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
