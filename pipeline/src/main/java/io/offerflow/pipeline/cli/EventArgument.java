package io.offerflow.pipeline.cli;

import io.offerflow.event.Nearest;
import io.offerflow.workspace.Feed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file named on the command line.
 *
 * @param feed null for events in Offerflow's own form
 */
record EventArgument(Path file, Feed feed) {

  /** Reads {@code [FEED=]FILE} words; stops at the first that names nothing. */
  static List<EventArgument> parse(List<String> words, Map<String, Feed> feeds) {
    List<EventArgument> sources = new ArrayList<>();
    for (String word : words) {
      sources.add(parse(word, feeds));
    }
    return sources;
  }

  private static EventArgument parse(String word, Map<String, Feed> feeds) {
    int equals = word.indexOf('=');
    // A file may have "=" in its own name.
    boolean named = equals > 0 && (feeds.containsKey(word.substring(0, equals)) || !isFile(word));
    if (!named) {
      return new EventArgument(readable(word), null);
    }
    String name = word.substring(0, equals);
    Feed feed = feeds.get(name);
    if (feed == null) {
      throw Stop.input("there is no feed '" + name + "'" + instead(name, feeds));
    }
    return new EventArgument(readable(word.substring(equals + 1)), feed);
  }

  private static boolean isFile(String word) {
    return Files.exists(Path.of(word));
  }

  static Path readable(String word) {
    Path file = Path.of(word);
    if (!Files.exists(file)) {
      throw Stop.input("there is no file " + file);
    }
    if (Files.isDirectory(file)) {
      throw Stop.input(file + " is a folder; name a file of events");
    }
    if (!Files.isReadable(file)) {
      throw Stop.input("the file " + file + " may not be read");
    }
    return file;
  }

  private static String instead(String name, Map<String, Feed> feeds) {
    if (feeds.isEmpty()) {
      return "; the workspace has no feeds (write them in feeds.yaml)";
    }
    return Nearest.hint(name, feeds.keySet());
  }
}
