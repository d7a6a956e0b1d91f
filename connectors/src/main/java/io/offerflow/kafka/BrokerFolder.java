package io.offerflow.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * The folder of an embedded broker, held by one broker at a time.
 *
 * <p>Kafka ends the whole process when it meets a metadata log that it cannot read, so what it
 * would stumble over is found out here first. The file {@value #MARKER} says which Kafka formatted
 * it.
 */
final class BrokerFolder {
  static final String MARKER = "offerflow-broker.properties";
  private static final String LOCK = "offerflow-broker.lock";
  private static final String META = "meta.properties";

  private final Path path;
  private final FileChannel lockFile;

  private BrokerFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /** Makes the folder if need be, holds it, and checks that it is fit for this broker. */
  static BrokerFolder claim(Path folder) throws IOException {
    Path path = folder.toAbsolutePath().normalize();
    FileChannel lockFile = lock(path);
    try {
      check(path);
    } catch (IOException e) {
      lockFile.close();
      throw e;
    }
    return new BrokerFolder(path, lockFile);
  }

  Path path() {
    return path;
  }

  boolean formatted() {
    return Files.exists(path.resolve(META));
  }

  /** Lets another broker have it. */
  void release() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel;
    try {
      Files.createDirectories(path);
      channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException("the folder " + path + " cannot be written", e);
    }
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another broker of this process holds it: told below.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new IOException("the folder " + path + " is in use by another broker");
    }
    return channel;
  }

  private static void check(Path path) throws IOException {
    if (!Files.exists(path.resolve(MARKER))) {
      requireEmpty(path);
      writeMarker(path);
      return;
    }
    String theirs = read(path.resolve(MARKER)).getProperty("kafka", "unknown");
    if (newer(theirs, AppInfoParser.getVersion())) {
      throw new IOException(
          "the folder "
              + path
              + " was written by Kafka "
              + theirs
              + ", which this broker ("
              + AppInfoParser.getVersion()
              + ") cannot read: choose another folder");
    }
    Path meta = path.resolve(META);
    if (Files.exists(meta) && !isOurs(read(meta))) {
      throw new IOException(
          "the folder " + path + " belongs to another Kafka cluster: choose another folder");
    }
  }

  private static boolean isOurs(Properties meta) {
    return "1".equals(meta.getProperty("version"))
        && meta.getProperty("cluster.id") != null
        && Integer.toString(EmbeddedBroker.NODE_ID).equals(meta.getProperty("node.id"));
  }

  private static void requireEmpty(Path path) throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(path)) {
      names =
          files.map(file -> file.getFileName().toString()).filter(n -> !n.equals(LOCK)).toList();
    }
    if (names.contains(META)) {
      throw new IOException(
          "the folder " + path + " belongs to another Kafka cluster: choose another folder");
    }
    if (!names.isEmpty()) {
      throw new IOException(
          "the folder " + path + " holds other files: choose an empty one for the broker");
    }
  }

  private static void writeMarker(Path path) throws IOException {
    Properties marker = new Properties();
    marker.setProperty("kafka", AppInfoParser.getVersion());
    try (OutputStream out = Files.newOutputStream(path.resolve(MARKER))) {
      marker.store(out, "The embedded broker of Offerflow keeps its logs here");
    }
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    } catch (IllegalArgumentException e) {
      throw new IOException("the file " + file + " cannot be understood", e);
    }
    return properties;
  }

  /** Whether the metadata format of {@code theirs} may be newer: patch versions share one. */
  private static boolean newer(String theirs, String ours) {
    int[] left = majorAndMinor(theirs);
    int[] right = majorAndMinor(ours);
    return left == null
        || right == null
        || left[0] > right[0]
        || (left[0] == right[0] && left[1] > right[1]);
  }

  private static int[] majorAndMinor(String version) {
    String[] parts = version.split("[.-]");
    try {
      return new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return null;
    }
  }
}
