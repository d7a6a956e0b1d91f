package io.offerflow.pipeline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.offerflow.pipeline.job.JobOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where one running Offerflow keeps its broker's logs, checkpoints and scratch files. All three
 * hold what is known of customers: only who started it can read them.
 */
final class LocalFolder implements AutoCloseable {
  private static final String BROKER = "kafka";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String SCRATCH = "scratch";
  private static final List<String> OURS = List.of(BROKER, CHECKPOINTS, SCRATCH);

  private final Path path;
  private final FileChannel lock;
  private Path scratchElsewhere;

  private LocalFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes the folder if need be, and holds it against a second Offerflow. */
  static LocalFolder claim(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    FileChannel channel;
    boolean held;
    try {
      OwnerOnly.folderUnlessThere(path);
      for (String ours : OURS) {
        OwnerOnly.folder(path.resolve(ours));
      }
      channel =
          FileChannel.open(
              path.resolve("offerflow.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      held = channel.tryLock() != null;
    } catch (IOException e) {
      throw Stop.outside(
          "cannot write to the folder " + path + "; choose another with --data", null);
    }
    if (!held) {
      throw Stop.outside(
          "the folder " + path + " is in use by another Offerflow; choose another with --data",
          null);
    }
    return new LocalFolder(path, channel);
  }

  /** A new one among the system's temporary files, which goes when it is closed. */
  static LocalFolder temporary() {
    try {
      return new LocalFolder(Files.createTempDirectory("offerflow-"), null);
    } catch (IOException e) {
      throw Stop.outside(
          "cannot write to " + System.getProperty("java.io.tmpdir") + ", where temporary files go",
          null);
    }
  }

  /**
   * Refuses to go on from a state of other topics. It names positions in those: events of these
   * would be left out, and what is still read of those would be decided on as well.
   *
   * @param topics which ones this run reads, as words for the user
   * @param saved whether there is a state to go on from
   */
  void requireOf(String topics, boolean saved) {
    Path note = path.resolve("state-of");
    try {
      String then = Files.exists(note) ? Files.readString(note).strip() : topics;
      if (saved && !then.equals(topics)) {
        throw Stop.input(
            "the folder "
                + path
                + " keeps a state of "
                + then
                + ", and this run is of "
                + topics
                + "; choose another with --data, or delete "
                + note
                + " to go on with that state all the same");
      }
      Files.writeString(note, topics + "\n");
    } catch (IOException e) {
      throw Stop.outside("cannot write to " + note + "; choose another folder with --data", e);
    }
  }

  Path broker() {
    return path.resolve(BROKER);
  }

  Path checkpoints() {
    return path.resolve(CHECKPOINTS);
  }

  Path scratch() {
    return path.resolve(SCRATCH);
  }

  /**
   * The folder for scratch files in another place. It has the name of this one, so that the next
   * run finds and deletes what one that was killed has left there.
   *
   * @param place null for {@link #scratch()}
   */
  Path scratch(String place) {
    if (place == null) {
      return scratch();
    }
    String name = UUID.nameUUIDFromBytes(path.toString().getBytes(UTF_8)).toString();
    Path elsewhere = Path.of(place).resolve("offerflow-" + name);
    try {
      deleteAll(elsewhere);
      scratchElsewhere = OwnerOnly.folder(elsewhere);
      return elsewhere;
    } catch (IOException e) {
      throw Stop.outside(
          "cannot write to " + place + ", see " + JobOptions.ROCKSDB_FOLDER.key(), null);
    }
  }

  @Override
  public void close() {
    try {
      deleteAll(lock == null ? path : scratch());
      if (scratchElsewhere != null) {
        deleteAll(scratchElsewhere);
      }
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
