package io.offerflow.workspace;

import io.offerflow.event.FileForm;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Bytes to a tree of YAML 1.2 (core schema) with places, or to one problem. The tree is built from
 * the parser's events, not by its composer: nesting and aliases are then bounded here, and no file
 * can overflow the stack or grow beyond measure.
 */
final class YamlFile {
  /** Far more than a workspace file of people needs. */
  static final int MAX_CHARACTERS = 3_000_000;

  private static final int MAX_DEPTH = 50;
  private static final int MAX_VALUES = 500_000;
  private static final ScalarResolver CORE = new CoreSchema().getScalarResolver();

  private final String file;
  private final Problems problems;
  private final YamlSource source;
  private final Iterator<Event> events;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private int values;

  private record Anchored(Yaml node, int size) {}

  /** The file cannot be understood as YAML. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Mark mark;

    Broken(Mark mark, String message) {
      super(message, null, false, false);
      this.mark = mark;
    }
  }

  private YamlFile(String file, String text, Problems problems) {
    this.file = file;
    this.problems = problems;
    this.source = new YamlSource(text);
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(Integer.MAX_VALUE).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** The root of the file's tree; null when it is empty or broken, which is then a problem. */
  static Yaml read(String file, byte[] bytes, Problems problems) {
    String text = decode(file, bytes, problems);
    if (text == null) {
      return null;
    }
    try {
      return new YamlFile(file, text, problems).document();
    } catch (Broken broken) {
      report(file, broken.mark, broken.getMessage(), problems);
    } catch (MarkedYamlEngineException broken) {
      Mark mark = broken.getProblemMark().or(broken::getContextMark).orElse(null);
      report(file, mark, YamlAdvice.on(broken, text, mark), problems);
    } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException broken) {
      report(file, null, "this is not YAML: " + firstLine(broken.getMessage()), problems);
    }
    return null;
  }

  private static void report(String file, Mark mark, String message, Problems problems) {
    if (mark == null) {
      problems.broken(file, message);
    } else {
      problems.broken(file, mark.getLine() + 1, mark.getColumn() + 1, message);
    }
  }

  private static String firstLine(String message) {
    return message == null ? "it cannot be read" : message.lines().findFirst().orElse("");
  }

  /** Null, with a problem, when the bytes are no text; lines end with a line feed. */
  static String decode(String file, byte[] bytes, Problems problems) {
    FileForm form = FileForm.of(bytes);
    if (form != FileForm.TEXT) {
      problems.broken(file, "this file " + form.advice());
      return null;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer characters = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), characters, true);
    String text = lineFeeds(characters.flip().toString());
    if (result.isError()) {
      problems.broken(
          file,
          lineOf(text, text.length()),
          columnOf(text, text.length()),
          "this is not UTF-8 from here on: save the file as UTF-8");
      return null;
    }
    if (text.length() > MAX_CHARACTERS) {
      problems.broken(file, "the file is too long: at most " + MAX_CHARACTERS + " characters");
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7f || c == 0xfffe || c == 0xffff) {
        problems.broken(
            file,
            lineOf(text, i),
            columnOf(text, i),
            String.format("a control character (U+%04X) stands here: remove it", (int) c));
        return null;
      }
    }
    return text;
  }

  private static String lineFeeds(String text) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return plain.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static int lineOf(String text, int index) {
    return 1 + (int) text.chars().limit(index).filter(c -> c == '\n').count();
  }

  private static int columnOf(String text, int index) {
    int start = text.lastIndexOf('\n', index - 1) + 1;
    return 1 + text.codePointCount(start, index);
  }

  private Yaml document() throws Broken {
    Yaml root = null;
    boolean seen = false;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof NodeEvent node) {
        root = node(node, 0);
        seen = true;
      } else if (event.getEventId() == Event.ID.DocumentStart && seen) {
        throw new Broken(
            event.getStartMark().orElse(null),
            "a second YAML document begins here: remove the `---`, one file is one document");
      }
    }
    return root;
  }

  private Yaml node(NodeEvent event, int depth) throws Broken {
    Mark mark = event.getStartMark().orElseThrow();
    if (depth > MAX_DEPTH) {
      throw new Broken(mark, "this is nested too deep: at most " + MAX_DEPTH + " levels");
    }
    if (event instanceof AliasEvent alias) {
      Anchored anchored = anchors.get(alias.getAlias().getValue());
      if (anchored == null) {
        throw new Broken(mark, "`*" + alias.getAlias().getValue() + "` stands for nothing before");
      }
      count(anchored.size, mark);
      return anchored.node;
    }
    int before = values;
    count(1, mark);
    Yaml node =
        switch (event.getEventId()) {
          case Scalar -> scalar((ScalarEvent) event, mark);
          case SequenceStart -> listing((SequenceStartEvent) event, mark, depth);
          default -> mapping((MappingStartEvent) event, mark, depth);
        };
    if (event.getAnchor().isPresent()) {
      anchors.put(event.getAnchor().get().getValue(), new Anchored(node, values - before));
    }
    return node;
  }

  private void count(int more, Mark mark) throws Broken {
    values += more;
    if (values > MAX_VALUES) {
      throw new Broken(mark, "the file holds too much: at most " + MAX_VALUES + " values");
    }
  }

  private Yaml listing(SequenceStartEvent start, Mark mark, int depth) throws Broken {
    refuseTag(start, mark);
    List<Yaml> items = new ArrayList<>();
    for (Event next = events.next(); next instanceof NodeEvent item; next = events.next()) {
      items.add(node(item, depth + 1));
    }
    return new Yaml.Listing(mark.getLine() + 1, mark.getColumn() + 1, List.copyOf(items));
  }

  private Yaml mapping(MappingStartEvent start, Mark mark, int depth) throws Broken {
    refuseTag(start, mark);
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    for (Event next = events.next(); next instanceof NodeEvent key; next = events.next()) {
      Mark keyMark = key.getStartMark().orElseThrow();
      Yaml name = node(key, depth + 1);
      Yaml value = node((NodeEvent) events.next(), depth + 1);
      if (!(name instanceof Yaml.Scalar scalar) || scalar.type() == Yaml.Type.NOTHING) {
        throw new Broken(keyMark, "a key must be a word: a condition or text needs quotes here");
      }
      Yaml.Entry first = entries.putIfAbsent(scalar.text(), new Yaml.Entry(scalar, value));
      if (first != null) {
        problems.error(
            file,
            scalar.line(),
            scalar.column(),
            "`"
                + scalar.text()
                + "` was said before, in line "
                + first.key().line()
                + ": remove one of the two");
      }
    }
    return new Yaml.Mapping(
        mark.getLine() + 1, mark.getColumn() + 1, start.isFlow(), List.copyOf(entries.values()));
  }

  private static void refuseTag(CollectionStartEvent start, Mark mark) throws Broken {
    if (start.getTag().isPresent() && !start.isImplicit()) {
      throw new Broken(mark, "YAML tags are not used in a workspace: remove the `!...`");
    }
  }

  private Yaml.Scalar scalar(ScalarEvent event, Mark mark) throws Broken {
    if (event.getTag().isPresent()) {
      throw new Broken(mark, "YAML tags are not used in a workspace: remove the `!...`");
    }
    String text = event.getValue();
    Yaml.Type type = event.isPlain() ? type(text) : Yaml.Type.TEXT;
    BigDecimal number = type == Yaml.Type.NUMBER ? numberOrProblem(text, mark) : null;
    return new Yaml.Scalar(
        mark.getLine() + 1, mark.getColumn() + 1, type, text, number, source, mark.getIndex());
  }

  /** One number that is none hides no other problem of the file: 1 is right nearly everywhere. */
  private BigDecimal numberOrProblem(String text, Mark mark) {
    try {
      return number(text);
    } catch (IllegalArgumentException wrong) {
      problems.error(file, mark.getLine() + 1, mark.getColumn() + 1, wrong.getMessage());
      return BigDecimal.ONE;
    }
  }

  private static Yaml.Type type(String plain) {
    Tag tag = CORE.resolve(plain, true);
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return Yaml.Type.NUMBER;
    }
    if (tag.equals(Tag.BOOL)) {
      return Yaml.Type.BOOLEAN;
    }
    return tag.equals(Tag.NULL) ? Yaml.Type.NOTHING : Yaml.Type.TEXT;
  }

  /**
   * What a text without quotes is taken for.
   *
   * @throws IllegalArgumentException with what is wrong, for a number that is none to calculate
   *     with
   */
  static Yaml.Scalar plain(String text, YamlSource.Place place) {
    Yaml.Type type = type(text);
    BigDecimal number = type == Yaml.Type.NUMBER ? number(text) : null;
    return new Yaml.Scalar(
        place.line(), place.column(), type, text, number, new YamlSource(place), 0);
  }

  private static BigDecimal number(String text) {
    try {
      if (text.startsWith("0x")) {
        return new BigDecimal(new BigInteger(text.substring(2), 16));
      }
      if (text.startsWith("0o")) {
        return new BigDecimal(new BigInteger(text.substring(2), 8));
      }
      BigDecimal number = new BigDecimal(text);
      // Beyond this, printing it in full would fill the memory.
      if (text.length() <= 60 && Math.abs((long) number.scale()) <= 30) {
        return number;
      }
    } catch (NumberFormatException infiniteOrNot) {
      throw new IllegalArgumentException(
          "`" + text + "` is no number to calculate with; for text, quote it", infiniteOrNot);
    }
    throw new IllegalArgumentException("the number is too large or too exact: at most 30 digits");
  }
}
