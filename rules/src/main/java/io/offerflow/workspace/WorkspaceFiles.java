package io.offerflow.workspace;

import io.offerflow.event.Nearest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The files of a workspace: which there may be, and their bytes. */
final class WorkspaceFiles {
  static final String SETTINGS = "workspace.yaml";
  static final String SCHEMA = "schema.yaml";
  static final String FEATURES = "features.yaml";
  static final String ZONES = "zones.geojson";
  static final String OFFERS = "offers.yaml";
  static final String POLICY = "policy.yaml";
  static final String FEEDS = "feeds.yaml";
  static final String CAMPAIGNS = "campaigns/";
  static final String TABLES = "tables/";
  private static final String RULES = "rules/";
  private static final String TESTS = "tests/";

  static final List<String> ROOT =
      List.of(SETTINGS, SCHEMA, FEATURES, ZONES, OFFERS, POLICY, FEEDS);
  private static final List<String> FOLDERS = List.of("campaigns", "tables", "rules", "tests");

  /** Larger than any list of zones that people keep by hand, and small enough for the memory. */
  private static final long MAX_BYTES = 128L << 20;

  private final Problems problems;
  private final Map<String, byte[]> contents = new TreeMap<>();
  private final Map<String, byte[]> tests = new TreeMap<>();
  private Path root;

  WorkspaceFiles(Problems problems) {
    this.problems = problems;
  }

  /** The bytes of the files that are read, by path relative to the workspace, sorted. */
  Map<String, byte[]> contents() {
    return contents;
  }

  /** The bytes of the workspace's tests, which are no part of its version. */
  Map<String, byte[]> tests() {
    return tests;
  }

  /** Reads a folder from disk. */
  void read(Path folder) {
    if (!Files.isDirectory(folder)) {
      problems.error(SETTINGS, "there is no folder " + folder + ": name the folder of a workspace");
      return;
    }
    try {
      root = folder.toRealPath();
      list(root, "");
    } catch (IOException failed) {
      problems.error(SETTINGS, "the folder " + folder + " cannot be read");
    }
  }

  /** Takes files that are in memory. */
  void take(Map<String, byte[]> files) {
    new TreeMap<>(files)
        .forEach(
            (path, bytes) -> {
              if (isWanted(path)) {
                put(path, bytes);
              }
            });
  }

  private void list(Path folder, String prefix) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String path = prefix + entry.getFileName();
        if (isIgnored(entry.getFileName().toString())) {
          continue;
        }
        if (!inside(entry)) {
          problems.broken(path, "this link leads out of the workspace: put the file itself here");
        } else if (Files.isDirectory(entry)) {
          folder(entry, path);
        } else if (isWanted(path)) {
          content(entry, path);
        }
      }
    }
  }

  private void folder(Path entry, String path) throws IOException {
    if (FOLDERS.contains(path)) {
      list(entry, path + "/");
    } else if (isRead(path)) {
      problems.broken(path, "this is a folder: put a file of that name in its place");
    } else {
      problems.warning(path, "this folder is not part of a workspace and was not read");
    }
  }

  private boolean inside(Path entry) {
    try {
      return entry.toRealPath().startsWith(root);
    } catch (IOException dangling) {
      return false;
    }
  }

  private void put(String path, byte[] bytes) {
    (path.startsWith(TESTS) ? tests : contents).put(path, bytes);
  }

  private void content(Path entry, String path) {
    try {
      if (!Files.isRegularFile(entry)) {
        problems.broken(path, "this is no ordinary file: put the file itself here");
      } else if (Files.size(entry) > MAX_BYTES) {
        problems.broken(path, "the file is too large: at most 128 MiB");
      } else {
        put(path, Files.readAllBytes(entry));
      }
    } catch (IOException failed) {
      problems.broken(path, "the file cannot be read: check its permissions");
    }
  }

  private static boolean isIgnored(String name) {
    // `~$x.xlsx` lies beside a workbook while Excel has it open.
    return name.startsWith(".") || name.startsWith("~$") || name.startsWith("README");
  }

  /** Whether a file belongs to what is read; a problem when somebody may think so wrongly. */
  private boolean isWanted(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (isIgnored(name)) {
      return false;
    }
    if (path.startsWith(TABLES) && !isTable(path)) {
      problems.error(path, notATable(name));
      return false;
    }
    if (isRead(path)) {
      return true;
    }
    if (FOLDERS.contains(path)) {
      problems.broken(path, "this is a file: put a folder of that name in its place");
      return false;
    }
    String hint = rootHint(path);
    if (path.startsWith(CAMPAIGNS)) {
      hint = ": campaigns are files that end in .yaml";
    } else if (path.startsWith(RULES)) {
      hint = ": rules are files that end in .drl";
    } else if (path.startsWith(TESTS)) {
      hint = ": tests are files that end in .yaml";
    }
    problems.warning(path, "this file is not part of a workspace and was not read" + hint);
    return false;
  }

  private static boolean isRead(String path) {
    return ROOT.contains(path)
        || isIn(CAMPAIGNS, path)
        || isIn(TESTS, path)
        || isTable(path)
        || isRules(path);
  }

  static boolean isCampaign(String path) {
    return isIn(CAMPAIGNS, path);
  }

  static boolean isTable(String path) {
    return path.startsWith(TABLES)
        && (path.endsWith(".csv") || path.endsWith(".xlsx"))
        && path.indexOf('/', TABLES.length()) < 0;
  }

  private static String notATable(String name) {
    String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (end) {
      case "csv", "xlsx" ->
          "tables end in .csv or .xlsx, in small letters, and lie in tables/ itself: rename it";
      case "xlsm", "xltm", "xlam" -> "no macros here: save the workbook as .xlsx";
      case "xls", "xlsb", "xltx", "ods" -> "save this table as an Excel workbook (.xlsx) or as CSV";
      default -> "tables are files that end in .csv or .xlsx: move this one, or save it as one";
    };
  }

  static boolean isRules(String path) {
    return isIn(RULES, path, ".drl");
  }

  private static boolean isIn(String folder, String path) {
    return isIn(folder, path, ".yaml");
  }

  private static boolean isIn(String folder, String path, String ending) {
    return path.startsWith(folder)
        && path.endsWith(ending)
        && path.indexOf('/', folder.length()) < 0;
  }

  private static String rootHint(String path) {
    String nearest = Nearest.of(path, ROOT);
    return nearest == null ? "" : "; did you mean `" + nearest + "`?";
  }

  /** A hash of all that is read: the same files, the same version, wherever they lie. */
  String version() {
    return version(contents);
  }

  static String version(Map<String, byte[]> sorted) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      sorted.forEach(
          (path, bytes) -> {
            // The length in between keeps content from passing for the next file's name.
            digest.update((path + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
