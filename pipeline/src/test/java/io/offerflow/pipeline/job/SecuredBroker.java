package io.offerflow.pipeline.job;

import io.offerflow.kafka.EmbeddedBroker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A broker that speaks TLS and wants to know who comes in. Keys, certificates and passwords are
 * made for this run alone and lie in its folder.
 */
public final class SecuredBroker implements AutoCloseable {
  private static final String PASSWORD = UUID.randomUUID().toString();

  private final EmbeddedBroker broker;
  private final Path folder;
  private final Map<String, String> client = new TreeMap<>();

  private SecuredBroker(EmbeddedBroker broker, Path folder) {
    this.broker = broker;
    this.folder = folder;
    trust(folder.resolve("trusted.p12"));
  }

  /** Clients bring a name and a password. */
  public static SecuredBroker withPasswords(Path folder) throws IOException {
    makeKeys(folder);
    Map<String, String> settings = ownKey(folder);
    settings.put("sasl.enabled.mechanisms", "PLAIN");
    settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    settings.put(
        "listener.name.clients.plain.sasl.jaas.config",
        jaas(PASSWORD) + " user_offerflow=\"" + PASSWORD + "\";");
    SecuredBroker secured = start(folder, "SASL_SSL", settings);
    secured.client.put("security.protocol", "SASL_SSL");
    secured.client.put("sasl.mechanism", "PLAIN");
    return secured.password(PASSWORD);
  }

  /** Clients bring a certificate. */
  public static SecuredBroker withCertificates(Path folder) throws IOException {
    makeKeys(folder);
    Map<String, String> settings = ownKey(folder);
    settings.put("ssl.client.auth", "required");
    SecuredBroker secured = start(folder, "SSL", settings);
    secured.client.put("security.protocol", "SSL");
    secured.client.putAll(ownKey(folder));
    return secured;
  }

  private static SecuredBroker start(Path folder, String protocol, Map<String, String> settings)
      throws IOException {
    return new SecuredBroker(
        EmbeddedBroker.start(folder.resolve("broker"), 0, protocol, settings), folder);
  }

  /** The whole of the listener's key and of whom it trusts. */
  private static Map<String, String> ownKey(Path folder) {
    return new TreeMap<>(
        Map.of(
            "ssl.keystore.location",
            folder.resolve("key.p12").toString(),
            "ssl.keystore.type",
            "PKCS12",
            "ssl.keystore.password",
            PASSWORD,
            "ssl.truststore.location",
            folder.resolve("trusted.p12").toString(),
            "ssl.truststore.type",
            "PKCS12",
            "ssl.truststore.password",
            PASSWORD));
  }

  private static String jaas(String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"offerflow\""
        + " password=\""
        + password
        + "\"";
  }

  public EmbeddedBroker broker() {
    return broker;
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** What must never be read in a message or a log. */
  public String secret() {
    return PASSWORD;
  }

  /** What a client needs. */
  public Map<String, String> client() {
    return new TreeMap<>(client);
  }

  /** Clients from now on bring another password, by way of a file of its own. */
  public SecuredBroker password(String password) throws IOException {
    Path file = folder.resolve("jaas.properties");
    Properties secrets = new Properties();
    secrets.setProperty("jaas", jaas(password) + ";");
    store(secrets, file);
    client.put("sasl.jaas.config", "${file:" + file + ":jaas}");
    return this;
  }

  /** Clients from now on trust somebody else. */
  public SecuredBroker mistrusted() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    makeKeys(other);
    trust(other.resolve("trusted.p12"));
    return this;
  }

  private void trust(Path truststore) {
    client.put("ssl.truststore.location", truststore.toString());
    client.put("ssl.truststore.type", "PKCS12");
    client.put("ssl.truststore.password", PASSWORD);
  }

  /** As {@code --kafka-properties} takes it. */
  public Path clientFile() throws IOException {
    Properties properties = new Properties();
    properties.putAll(client);
    Path file = folder.resolve("client.properties");
    store(properties, file);
    return file;
  }

  private static void store(Properties properties, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
  }

  /** A key whose certificate names this machine for a day, and a store that trusts it. */
  private static void makeKeys(Path folder) throws IOException {
    Path key = folder.resolve("key.p12");
    keytool(
        "-genkeypair -alias broker -keyalg EC -validity 1 -dname CN=localhost"
            + " -ext SAN=ip:127.0.0.1,dns:localhost -storetype PKCS12",
        "-keystore",
        key.toString(),
        "-storepass",
        PASSWORD);
    try (InputStream in = Files.newInputStream(key);
        OutputStream out = Files.newOutputStream(folder.resolve("trusted.p12"))) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("broker", keys.getCertificate("broker"));
      trusted.store(out, PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static void keytool(String options, String... more) throws IOException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
