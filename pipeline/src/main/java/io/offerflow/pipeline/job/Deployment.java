package io.offerflow.pipeline.job;

import io.offerflow.bundle.Activation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What is to run: an activation with the files that it names, so that whoever has it needs nothing
 * else.
 *
 * @param number of the activation; 0 for the rules of a job that hears of no others
 * @param bundle what decisions name
 * @param paused campaigns that are paused by command, beside those whose file says so
 * @param backfill the greatest number up to its own with which new and changed features are to be
 *     filled; 0 for none. A checkpoint does not hold it: what is in force has been filled
 */
public record Deployment(
    long number, String bundle, SortedSet<String> paused, WorkspaceFiles files, long backfill)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int FORM = 1;

  public Deployment {
    paused = Collections.unmodifiableSortedSet(new TreeSet<>(paused));
  }

  /** Of which nothing is to be filled. */
  public Deployment(long number, String bundle, SortedSet<String> paused, WorkspaceFiles files) {
    this(number, bundle, paused, files, 0);
  }

  /** Rules that nobody deployed. */
  public static Deployment of(WorkspaceFiles files) {
    return new Deployment(0, files.version(), new TreeSet<>(), files);
  }

  /**
   * What was deployed, with the files of its version.
   *
   * @param backfill the greatest number before with which features are to be filled; 0 for none
   */
  public static Deployment of(Activation activation, WorkspaceFiles files, long backfill) {
    return new Deployment(
        activation.number(),
        activation.bundleName(),
        activation.paused(),
        files,
        activation.backfill() ? activation.number() : backfill);
  }

  /** The same rules while those campaigns are paused by command, and no others. */
  Deployment pausing(SortedSet<String> campaigns) {
    String name = Activation.bundleName(files.version(), campaigns);
    return campaigns.equals(paused)
        ? this
        : new Deployment(number, name, campaigns, files, backfill);
  }

  /** As it stands in a checkpoint. */
  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(FORM);
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeLong(number);
      out.writeUTF(bundle);
      out.writeInt(paused.size());
      for (String campaign : paused) {
        out.writeUTF(campaign);
      }
      out.writeUTF(files.version());
      Map<String, byte[]> contents = new TreeMap<>(files.contents());
      out.writeInt(contents.size());
      for (Map.Entry<String, byte[]> file : contents.entrySet()) {
        out.writeUTF(file.getKey());
        out.writeInt(file.getValue().length);
        out.write(file.getValue());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #toBytes} wrote, today or in any release before.
   *
   * @throws IOException when it has not written that
   */
  static Deployment read(byte[] saved) throws IOException {
    ByteArrayInputStream bytes = new ByteArrayInputStream(saved);
    int form = bytes.read();
    if (form != FORM) {
      throw new IOException("rules of form " + form + "; this Offerflow reads up to " + FORM);
    }
    try (DataInputStream in = new DataInputStream(new GZIPInputStream(bytes))) {
      long number = in.readLong();
      String bundle = in.readUTF();
      SortedSet<String> paused = new TreeSet<>();
      for (int left = in.readInt(); left > 0; left--) {
        paused.add(in.readUTF());
      }
      String version = in.readUTF();
      Map<String, byte[]> contents = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String path = in.readUTF();
        contents.put(path, in.readNBytes(in.readInt()));
      }
      return new Deployment(number, bundle, paused, WorkspaceFiles.unread(contents, version));
    }
  }

  /** Neither files nor who did it. */
  @Override
  public String toString() {
    return "activation " + number + ", bundle " + bundle;
  }
}
