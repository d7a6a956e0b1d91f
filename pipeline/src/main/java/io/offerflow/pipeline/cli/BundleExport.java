package io.offerflow.pipeline.cli;

import io.offerflow.bundle.PublishedBundle;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bundle as a workspace's folder; what a command paused is paused by its file there. */
final class BundleExport {
  private static final Pattern PAUSED = Pattern.compile("(?m)^paused\\s*:.*$");
  private static final Pattern FLOW = Pattern.compile("\\A(\\s*(?:#.*\\R)*\\s*)\\{");

  private final PublishedBundle bundle;
  private final SortedSet<String> paused;

  BundleExport(PublishedBundle bundle, SortedSet<String> paused) {
    this.bundle = bundle;
    this.paused = paused;
  }

  /** Into a folder that is not there yet, or empty. */
  void writeTo(Path folder) throws IOException {
    Map<String, byte[]> files = files();
    requireEmpty(folder);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw Stop.input(folder + " is a file; name a new folder");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      if (entries.iterator().hasNext()) {
        throw Stop.input(folder + " is not empty; name a new folder");
      }
    }
  }

  private Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>(bundle.files());
    if (paused.isEmpty()) {
      return files;
    }
    Workspace workspace = Deployments.read(bundle);
    if (workspace == null) {
      throw Stop.input("this bundle is no valid workspace for this Offerflow");
    }
    List<Campaign> campaigns =
        workspace.campaigns().stream().filter(one -> paused.contains(one.id())).toList();
    for (Campaign campaign : campaigns) {
      files.computeIfPresent(campaign.file(), (path, bytes) -> pausing(bytes));
    }
    requirePaused(campaigns, files);
    return files;
  }

  private static byte[] pausing(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    Matcher said = PAUSED.matcher(text);
    Matcher flow = FLOW.matcher(text);
    String changed;
    if (said.find()) {
      changed = said.replaceFirst("paused: true");
    } else if (flow.find()) {
      changed = flow.replaceFirst("$1{paused: true, ");
    } else {
      changed = text + (text.endsWith("\n") ? "" : "\n") + "paused: true\n";
    }
    return changed.getBytes(StandardCharsets.UTF_8);
  }

  /** Text was put into files of people: what came of it is looked at, and never hoped for. */
  private void requirePaused(List<Campaign> campaigns, Map<String, byte[]> files) {
    Workspace changed = WorkspaceReader.read(files).workspace();
    Set<String> held = new TreeSet<>();
    if (changed != null) {
      changed.campaigns().stream().filter(Campaign::paused).map(Campaign::id).forEach(held::add);
    }
    for (Campaign campaign : campaigns) {
      if (!held.contains(campaign.id())) {
        throw Stop.input(
            "campaign "
                + campaign.id()
                + " was paused by command, and "
                + campaign.file()
                + " cannot be made to say so; export "
                + bundle.version()
                + " and pause it there");
      }
    }
  }
}
