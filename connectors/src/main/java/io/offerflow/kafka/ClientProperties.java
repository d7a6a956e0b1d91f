package io.offerflow.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What every Kafka client is given: where the brokers are, and what they ask of those who come in.
 *
 * <p>A value may refer to a secret instead of carrying it: <code>${env:NAME}</code>, <code>
 * ${file:/path/of.properties:key}</code> or <code>${dir:/folder:file}</code>. Kafka's own clients
 * resolve that in the process that opens them, so a secret stands in no job graph, no command line
 * and no log.
 */
public final class ClientProperties {
  private static final String PROVIDERS = "config.providers";
  private static final Pattern FROM_ENVIRONMENT = Pattern.compile("\\$\\{env:([^}]*)}");

  private ClientProperties() {}

  /**
   * Reads a file in the form of Java properties, as Kafka's own tools take it.
   *
   * @throws IOException saying in one sentence why it cannot be
   */
  public static Map<String, String> read(Path file) throws IOException {
    Properties read = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      read.load(in);
    } catch (IOException e) {
      throw new IOException("the file of Kafka properties, " + file + ", cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the file " + file + " is not in the form of Java properties, KEY=VALUE a line", e);
    }
    Map<String, String> properties = new TreeMap<>();
    read.stringPropertyNames().forEach(key -> properties.put(key, read.getProperty(key)));
    return properties;
  }

  /**
   * Properties for a client of any kind.
   *
   * @param bootstrap {@code host:port}, several with commas; goes before what {@code more} says
   */
  public static Properties of(String bootstrap, Map<String, String> more) {
    Properties properties = new Properties();
    properties.putAll(more);
    properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    if (!more.containsKey(PROVIDERS) && more.values().stream().anyMatch(v -> v.contains("${"))) {
      String folder = "org.apache.kafka.common.config.provider.";
      properties.setProperty(PROVIDERS, "env,file,dir");
      properties.setProperty(PROVIDERS + ".env.class", folder + "EnvVarConfigProvider");
      properties.setProperty(PROVIDERS + ".file.class", folder + "FileConfigProvider");
      properties.setProperty(PROVIDERS + ".dir.class", folder + "DirectoryConfigProvider");
    }
    return properties;
  }

  /** Whether a property's value is for nobody's eyes: Kafka's own word, and what sounds like it. */
  public static boolean isSecret(String key) {
    ConfigDef.ConfigKey known = AdminClientConfig.configDef().configKeys().get(key);
    String name = key.toLowerCase(Locale.ROOT);
    return known != null && known.type == ConfigDef.Type.PASSWORD
        || name.contains("password")
        || name.contains("secret")
        || name.contains("jaas");
  }

  /**
   * Kafka leaves a reference to a variable that is not there as it is, and would then say that the
   * password is wrong.
   *
   * @throws IllegalArgumentException naming the variable
   */
  static void requireResolvable(Properties properties) {
    for (String key : properties.stringPropertyNames()) {
      Matcher reference = FROM_ENVIRONMENT.matcher(properties.getProperty(key));
      while (reference.find()) {
        if (System.getenv(reference.group(1)) == null) {
          throw new IllegalArgumentException(
              key
                  + " refers to "
                  + reference.group()
                  + ", and the environment has no such variable");
        }
      }
    }
  }
}
