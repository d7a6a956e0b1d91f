package io.offerflow.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON Schemas (draft-07, which editors know best) of the files of a workspace. They say what a
 * file may look like; whether the names in it exist only the reader can tell.
 */
public final class EditorSchemas {
  private static final List<String> KINDS =
      List.of(
          "workspace",
          "schema",
          "features",
          "zones",
          "offers",
          "policy",
          "feeds",
          "campaign",
          "tests");

  private EditorSchemas() {}

  /** The text of each schema by its file's name, such as {@code campaign.schema.json}. */
  public static Map<String, String> all() {
    Map<String, String> schemas = new TreeMap<>();
    for (String kind : KINDS) {
      String file = kind + ".schema.json";
      schemas.put(file, text(file));
    }
    return schemas;
  }

  /**
   * The name of the schema's file that a file of a workspace follows, or null.
   *
   * @param path relative to the workspace, with forward slashes
   */
  public static String of(String path) {
    if (WorkspaceFiles.isCampaign(path)) {
      return "campaign.schema.json";
    }
    if (path.startsWith("tests/") && path.endsWith(".yaml")) {
      return "tests.schema.json";
    }
    int dot = path.indexOf('.');
    String kind = dot < 0 ? path : path.substring(0, dot);
    boolean known = KINDS.contains(kind) && WorkspaceFiles.ROOT.contains(path);
    return known ? kind + ".schema.json" : null;
  }

  private static String text(String file) {
    try (InputStream resource = EditorSchemas.class.getResourceAsStream("schemas/" + file)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
