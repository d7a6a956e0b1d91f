package io.offerflow.pipeline.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A file that {@code new} starts from; {@code @NAME@} and the like stand for what is filled in. */
final class Template {
  /** Names that need no quotes in YAML, but for the few words below. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private static final Set<String> NO_TEXT = Set.of("true", "false", "null");

  /** What the workspace's reader takes for a name; a leading dot would hide the file from it. */
  private static final Pattern NAME = Pattern.compile("(?!\\.)[\\p{L}\\p{N}_.-]{1,100}");

  private Template() {}

  /** The name itself, if it is one. */
  static String checkedName(String name) {
    if (!NAME.matcher(name).matches() || name.startsWith("README")) {
      throw Stop.input(
          "\""
              + (name.length() <= 100 ? name : name.substring(0, 100) + "...")
              + "\" is no name: use letters, digits, - _ . and at most 100 characters, such as"
              + " airport-roaming");
    }
    return name;
  }

  /** A name as YAML reads it back as text. */
  static String yaml(String name) {
    boolean plain =
        PLAIN.matcher(name).matches() && !NO_TEXT.contains(name.toLowerCase(Locale.ROOT));
    return plain ? name : "\"" + name + "\"";
  }

  /** The text of a template with everything filled in. */
  static String filled(String template, Map<String, String> values) {
    String text;
    try (InputStream resource = Template.class.getResourceAsStream("templates/" + template)) {
      text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw Stop.outside("the template " + template + " cannot be read", failed);
    }
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    return text;
  }

  /** Writes a file that is not there yet. */
  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException there) {
      throw Stop.input(file + " is there already and was not touched; choose another name");
    } catch (IOException failed) {
      throw Stop.outside("cannot write " + file + ": check its permissions", failed);
    }
  }
}
