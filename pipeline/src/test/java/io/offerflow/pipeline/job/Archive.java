package io.offerflow.pipeline.job;

import io.offerflow.codec.Decoded;
import io.offerflow.codec.EventDecoder;
import io.offerflow.codec.EventEncoder;
import io.offerflow.event.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A savepoint with all that it belongs to, so that it can be gone on from after years: the rules,
 * the events that were sent, and after how many of them it was made. A zip file: {@code
 * workspace/*}, {@code events.ndjson}, {@code sent}, {@code savepoint/*}.
 */
record Archive(
    Map<String, byte[]> workspace, List<Event> events, int sent, Map<String, byte[]> savepoint) {
  private static final String WORKSPACE = "workspace/";
  private static final String SAVEPOINT = "savepoint/";
  private static final String EVENTS = "events.ndjson";
  private static final String SENT = "sent";

  /** The files of a savepoint's folder. */
  static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  /** Writes the savepoint's files; Flink owns, and deletes, what it goes on from. */
  Path unpack(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : savepoint.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return folder;
  }

  void write(Path file) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    workspace.forEach((path, bytes) -> entries.put(WORKSPACE + path, bytes));
    savepoint.forEach((path, bytes) -> entries.put(SAVEPOINT + path, bytes));
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Event event : events) {
      lines.write(EventEncoder.encode(event));
      lines.write('\n');
    }
    entries.put(EVENTS, lines.toByteArray());
    entries.put(SENT, String.valueOf(sent).getBytes(StandardCharsets.US_ASCII));
    Files.createDirectories(file.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry named = new ZipEntry(entry.getKey());
        named.setTime(0);
        zip.putNextEntry(named);
        zip.write(entry.getValue());
      }
    }
  }

  static Archive read(byte[] bytes) throws IOException {
    Map<String, byte[]> workspace = new TreeMap<>();
    Map<String, byte[]> savepoint = new TreeMap<>();
    Map<String, byte[]> others = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.startsWith(WORKSPACE)) {
          workspace.put(name.substring(WORKSPACE.length()), zip.readAllBytes());
        } else if (name.startsWith(SAVEPOINT)) {
          savepoint.put(name.substring(SAVEPOINT.length()), zip.readAllBytes());
        } else {
          others.put(name, zip.readAllBytes());
        }
      }
    }
    String sent = new String(others.get(SENT), StandardCharsets.US_ASCII);
    List<Event> events = events(WorkspaceFiles.of(workspace), others.get(EVENTS));
    return new Archive(workspace, events, Integer.parseInt(sent), savepoint);
  }

  private static List<Event> events(WorkspaceFiles workspace, byte[] lines) {
    EventDecoder decoder =
        new EventDecoder(
            workspace.workspace().schema(), workspace.workspace().settings().aheadMillis());
    List<Event> events = new ArrayList<>();
    for (String line : new String(lines, StandardCharsets.UTF_8).split("\n")) {
      byte[] json = line.getBytes(StandardCharsets.UTF_8);
      Decoded decoded = decoder.decode(json, EventDecoder.NO_TIMESTAMP);
      events.add(((Decoded.Good) decoded).event());
    }
    return events;
  }
}
