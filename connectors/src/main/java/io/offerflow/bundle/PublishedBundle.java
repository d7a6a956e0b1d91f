package io.offerflow.bundle;

import io.offerflow.workspace.WorkspaceReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a workspace, as they were published.
 *
 * @param version hash of the files, as {@link io.offerflow.workspace.Workspace#version()}
 * @param files by path relative to the workspace, with forward slashes; the bytes are shared and
 *     must not be changed
 * @param author who published it; a person, so it reaches no log
 * @param time to the millisecond
 * @param parent the version that was in force before; null for none
 */
public record PublishedBundle(
    String version, SortedMap<String, byte[]> files, String author, Instant time, String parent) {
  public PublishedBundle {
    Objects.requireNonNull(version);
    Objects.requireNonNull(author);
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    time = time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** A bundle of these files, which have been checked. */
  public static PublishedBundle of(
      Map<String, byte[]> files, String author, Instant time, String parent) {
    SortedMap<String, byte[]> sorted = new TreeMap<>(files);
    return new PublishedBundle(WorkspaceReader.version(sorted), sorted, author, time, parent);
  }
}
