package io.offerflow.feed;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.codec.DeadLetter;
import io.offerflow.codec.EventEncoder;
import io.offerflow.codec.TestSchema;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.workspace.Feed;
import io.offerflow.workspace.Feed.Delimited;
import io.offerflow.workspace.Feed.Epoch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  @TempDir Path temp;
  private final List<DeadLetter> deadLetters = new ArrayList<>();

  @Test
  void ndjsonWithMarkBlankLinesCrLfAndNoEndOfLine() throws IOException {
    String first = "{\"id\":\"1\",\"type\":\"erase\",\"customer\":\"c\",\"time\":1}";
    String second = first.replace("\"1\"", "\"2\"");
    Path file = write("events.ndjson", "\ufeff" + first + "\r\n\r\n  \n{oops}\r\n" + second);

    assertThat(ids(EventFile.open(file, null, TestSchema.SCHEMA, deadLetters::add)))
        .containsExactly("1", "2");
    assertThat(deadLetters).hasSize(1);
    assertThat(deadLetters.get(0).position()).isEqualTo("events.ndjson:4");
    assertThat(new String(deadLetters.get(0).original(), UTF_8)).isEqualTo("{oops}");
  }

  @Test
  void aSortedFeedIsInOrderOfTimeAndDeadLettersInOrderOfTheFile() throws IOException {
    Path file = write("f.csv", "ts,who\n5,a\nx,b\n3,c\n\n5,d\ny,e\n1,f\n");
    assertThat(ids(EventFile.open(file, feed(true), TestSchema.SCHEMA, deadLetters::add)))
        .containsExactly("f.csv:8", "f.csv:4", "f.csv:2", "f.csv:6");
    assertThat(deadLetters).extracting(DeadLetter::position).containsExactly("f.csv:3", "f.csv:7");
  }

  @Test
  void withoutSortTheOrderOfTheFileStays() throws IOException {
    Path file = write("f.csv", "ts,who\n5,a\n3,c\n");
    assertThat(ids(EventFile.open(file, feed(false), TestSchema.SCHEMA, deadLetters::add)))
        .containsExactly("f.csv:2", "f.csv:3");
  }

  @Test
  void aHeaderWithoutANeededColumnIsSaidInOneSentence() throws IOException {
    Path file = write("f.csv", "time,who\n5,a\n");
    assertThatThrownBy(() -> EventFile.open(file, feed(false), TestSchema.SCHEMA, d -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("%s does not fit the feed f: there is no column `ts`", file);
  }

  @Test
  void anEmptyFileHasNoEvents() throws IOException {
    assertThat(ids(EventFile.open(write("f", ""), feed(true), TestSchema.SCHEMA, d -> {})))
        .isEmpty();
    assertThat(ids(EventFile.open(write("f", ""), null, TestSchema.SCHEMA, d -> {}))).isEmpty();
  }

  @Test
  void severalFilesAreMergedByTheTimeOfTheirNextEvent() throws IOException {
    List<EventFile> files =
        List.of(ndjson("a", 1, 9, 2, 10), ndjson("b", 3, 9, 9), ndjson("c"), ndjson("d", 9));
    assertThat(ids(EventFiles.merge(files)))
        .containsExactly("a0", "b0", "a1", "a2", "b1", "b2", "d0", "a3");
  }

  @Test
  void aLineBeyondTheLimitIsADeadLetterOfItsBeginning() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] chunk = "x".repeat(1_000_000).getBytes(UTF_8);
    for (int i = 0; i < 10; i++) {
      bytes.writeBytes(chunk);
    }
    bytes.writeBytes("\n".getBytes(UTF_8));
    bytes.writeBytes(bytes.toByteArray());
    bytes.writeBytes("y\nend".getBytes(UTF_8));
    byte[] all = bytes.toByteArray();
    // 10 MB to the byte, the same again, a short line; then one byte more than 10 MB.
    try (LineReader lines = new LineReader(new ByteArrayInputStream(all))) {
      assertThat(lines.next()).hasSize(LineReader.MAX_LINE);
      assertThat(lines.tooLong()).isFalse();
      assertThat(lines.next()).hasSize(LineReader.MAX_LINE);
      assertThat(lines.next()).isEqualTo("y".getBytes(UTF_8));
      assertThat(lines.next()).isEqualTo("end".getBytes(UTF_8));
      assertThat(lines.next()).isNull();
    }
    all[LineReader.MAX_LINE] = 'x';
    try (LineReader lines = new LineReader(new ByteArrayInputStream(all))) {
      assertThat(lines.next()).hasSize(LineReader.KEPT);
      assertThat(lines.tooLong()).isTrue();
      assertThat(lines.next()).isEqualTo("y".getBytes(UTF_8));
      assertThat(lines.tooLong()).isFalse();
      assertThat(lines.number()).isEqualTo(2);
    }
    Path file = Files.write(temp.resolve("long.ndjson"), all);
    assertThat(ids(EventFile.open(file, null, TestSchema.SCHEMA, deadLetters::add))).isEmpty();
    assertThat(deadLetters.get(0).reason()).isEqualTo("the line is longer than 10 MB");
  }

  @Test
  void linesAreTheSameHoweverTheirBytesCome() throws IOException {
    byte[] all = "a\r\n\nbb\rb\n\r\nccc".getBytes(UTF_8);
    InputStream slow =
        new ByteArrayInputStream(all) {
          @Override
          public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(1, length));
          }
        };
    List<String> lines = new ArrayList<>();
    try (LineReader reader = new LineReader(slow)) {
      for (byte[] line = reader.next(); line != null; line = reader.next()) {
        lines.add(new String(line, UTF_8));
      }
    }
    assertThat(lines).containsExactly("a", "", "bb\rb", "", "ccc");
  }

  @Test
  void aPackedFileIsReadAsTheOneInIt() throws IOException {
    String text = "\ufeffts,who\n5,a\nx,b\n3,c\n";
    // As `cat a.gz b.gz` makes it: two packed parts in one file.
    byte[] parts = concat(gzip(text.substring(0, 9)), gzip(text.substring(9)));
    Path file = Files.write(temp.resolve("f.csv.gz"), parts);

    assertThat(ids(EventFile.open(file, feed(false), TestSchema.SCHEMA, deadLetters::add)))
        .containsExactly("f.csv:2", "f.csv:4");
    assertThat(deadLetters).extracting(DeadLetter::position).containsExactly("f.csv:3");
  }

  @Test
  void whatIsPackedIsToldByItsBytesAndNotByItsName() throws IOException {
    Path plain = write("plain.gz", "ts,who\n5,a\n");
    Path packed = Files.write(temp.resolve("packed.csv"), gzip("ts,who\n5,a\n"));

    assertThat(ids(EventFile.open(plain, feed(false), TestSchema.SCHEMA, deadLetters::add)))
        .containsExactly("plain.gz:2");
    assertThat(ids(EventFile.open(packed, feed(false), TestSchema.SCHEMA, deadLetters::add)))
        .containsExactly("packed.csv:2");
  }

  @Test
  void aPackedFileThatIsCutOffIsSaidInOneSentence() throws IOException {
    byte[] whole = gzip("ts,who\n" + "5,a\n".repeat(10));
    for (int length : new int[] {5, whole.length - 9}) {
      Path file = Files.write(temp.resolve("f.csv.gz"), Arrays.copyOf(whole, length));
      assertThatThrownBy(
              () -> ids(EventFile.open(file, feed(false), TestSchema.SCHEMA, deadLetters::add)))
          .isInstanceOf(UnfitFileException.class)
          .hasMessage("%s is compressed (gzip), and damaged or cut off: copy it anew", file);
    }
  }

  @Test
  void whatIsNoTextIsSaidInOneSentenceAndNotByEveryLine() throws IOException {
    for (byte[] bytes : List.of("{}".getBytes(UTF_16LE), gzip("\ufeff{}", UTF_16BE))) {
      Path file = Files.write(temp.resolve("f"), bytes);
      assertThatThrownBy(() -> EventFile.open(file, null, TestSchema.SCHEMA, deadLetters::add))
          .isInstanceOf(UnfitFileException.class)
          .hasMessage("%s is in UTF-16: save it as UTF-8", file);
    }
    assertThat(deadLetters).isEmpty();
  }

  private static byte[] gzip(String text) throws IOException {
    return gzip(text, UTF_8);
  }

  private static byte[] gzip(String text, Charset charset) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(charset));
    }
    return packed.toByteArray();
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static Feed feed(boolean sort) {
    return new Feed(
        "f",
        null,
        new Delimited(',', true, List.of()),
        "erase",
        "{file}:{line}",
        "{who}",
        new Epoch("ts", 1),
        sort,
        Map.of(),
        Map.of());
  }

  private EventFile ndjson(String name, long... times) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int i = 0; i < times.length; i++) {
      Event event = Event.of("erase", name + i, "c", times[i], Fields.NONE);
      lines.writeBytes(EventEncoder.encode(event));
      lines.write('\n');
    }
    Path file = Files.write(temp.resolve(name), lines.toByteArray());
    return EventFile.open(file, null, TestSchema.SCHEMA, deadLetters::add);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(temp.resolve(name), text);
  }

  private static List<String> ids(EventSource source) throws IOException {
    List<String> ids = new ArrayList<>();
    try (source) {
      for (Event event = source.next(); event != null; event = source.next()) {
        ids.add(event.id());
      }
    }
    return ids;
  }
}
