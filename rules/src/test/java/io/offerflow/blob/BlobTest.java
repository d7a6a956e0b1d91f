package io.offerflow.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read; what was not written is refused, whatever it is. */
class BlobTest {
  private static final String ID = "00ff9a7b3c4d5e6f0123456789abcdef";
  private static final long WORDS = -4365601137008377156L;

  private static final List<Consumer<BlobReader>> READS =
      List.of(
          BlobReader::readByte,
          BlobReader::bool,
          BlobReader::unsigned,
          BlobReader::signed,
          BlobReader::count,
          BlobReader::fixedInt,
          BlobReader::fixedLong,
          BlobReader::time,
          BlobReader::text,
          BlobReader::plainText,
          BlobReader::texts,
          BlobReader::number,
          BlobReader::value,
          reader -> reader.skip(reader.count()),
          reader -> reader.skip((int) reader.signed()));

  @Provide
  Arbitrary<Object> values() {
    Arbitrary<String> texts =
        Arbitraries.of("", "a", "gold", "\u00e9", "\u4f60\u597d", "a\ud83d\ude00b");
    Arbitrary<SortedSet<String>> sets =
        Arbitraries.of("a", "b", "c", "\u00fc").set().ofMaxSize(4).map(TreeSet::new);
    Arbitrary<BigDecimal> numbers =
        Arbitraries.oneOf(
            Arbitraries.bigDecimals().ofScale(6),
            Arbitraries.of("1E+400", "-1E-400", "12345678901234567890123456789.5", "0E+9")
                .map(BigDecimal::new));
    return Arbitraries.oneOf(
            texts.asGeneric(),
            sets.asGeneric(),
            numbers.asGeneric(),
            Arbitraries.of(true, false).asGeneric(),
            Arbitraries.longs()
                .between(-400_000_000, 400_000_000)
                .map(LocalDate::ofEpochDay)
                .asGeneric(),
            Arbitraries.longs().map(Instant::ofEpochMilli).asGeneric())
        .injectNull(0.1);
  }

  @Property(tries = 500)
  void valuesComeBack(
      @ForAll("values") Object one, @ForAll("values") Object two, @ForAll long base) {
    List<Object> written = Arrays.asList(one, two, one);
    BlobWriter out = new BlobWriter();
    out.base(base);
    written.forEach(out::value);
    BlobReader in = new BlobReader(out.toBytes());
    in.base(base);
    List<Object> read = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      read.add(in.value());
    }
    assertThat(read.stream().map(BlobTest::plain))
        .isEqualTo(written.stream().map(BlobTest::plain).toList());
    assertThat(in.isAtEnd()).isTrue();
  }

  private static Object plain(Object value) {
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
    return value;
  }

  @Property(tries = 500)
  void numbersComeBack(@ForAll long wide, @ForAll int narrow) {
    BlobWriter out = new BlobWriter();
    out.unsigned(wide);
    out.signed(wide);
    out.fixedLong(wide);
    out.fixedInt(narrow);
    out.base(narrow);
    out.time(wide);
    BlobReader in = new BlobReader(out.toBytes());
    assertThat(in.unsigned()).isEqualTo(wide);
    assertThat(in.signed()).isEqualTo(wide);
    assertThat(in.fixedLong()).isEqualTo(wide);
    assertThat(in.fixedInt()).isEqualTo(narrow);
    in.base(narrow);
    assertThat(in.time()).isEqualTo(wide);
    assertThat(in.isAtEnd()).isTrue();
  }

  @Property(tries = 200)
  void aFramedPartIsReadAloneOrSteppedOver(@ForAll byte[] content, @ForAll String text) {
    BlobWriter out = new BlobWriter();
    out.plainText("before");
    int start = out.size();
    out.raw(content, 0, content.length);
    out.lengthBefore(start);
    out.bool(true);
    BlobReader in = new BlobReader(out.toBytes());
    assertThat(in.plainText()).isEqualTo("before");
    int length = in.count();
    BlobReader part = new BlobReader(in.bytes(), in.position(), length);
    for (byte expected : content) {
      assertThat(part.readByte()).isEqualTo(expected);
    }
    assertThat(part.isAtEnd()).isTrue();
    assertThatThrownBy(part::readByte).isInstanceOf(CorruptBlobException.class);
    in.skip(length);
    assertThat(in.bool()).isTrue();
    assertThat(in.isAtEnd()).isTrue();
  }

  @Example
  void aLongFrameGetsALongerLength() {
    BlobWriter out = new BlobWriter();
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    out.raw(content, 0, content.length);
    out.lengthBefore(0);
    BlobReader in = new BlobReader(out.toBytes());
    assertThat(in.count()).isEqualTo(content.length);
    assertThat(Arrays.copyOfRange(in.bytes(), in.position(), in.bytes().length)).isEqualTo(content);
  }

  @Example
  void aRepeatedTextTakesOneByte() {
    BlobWriter out = new BlobWriter();
    out.text("airport-roaming");
    int once = out.size();
    out.text("airport-roaming");
    assertThat(out.size()).isEqualTo(once + 1);
    out.reset();
    out.text("airport-roaming");
    assertThat(out.size()).isEqualTo(once);
  }

  @Property(tries = 300)
  void textsComeBackInTurn(@ForAll List<@From("texts") String> texts) {
    BlobWriter out = new BlobWriter();
    texts.forEach(out::text);
    BlobReader in = new BlobReader(out.toBytes());
    for (String text : texts) {
      assertThat(in.text()).isEqualTo(text);
    }
    assertThat(in.isAtEnd()).isTrue();
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> digits =
        Arbitraries.strings().withChars("0123456789abcdefAg").ofMinLength(31).ofMaxLength(33);
    return Arbitraries.oneOf(
            digits,
            Arbitraries.of(ID, ID.toUpperCase(Locale.ROOT), ID.replace('7', 'g')),
            Arbitraries.strings().ofMaxLength(80),
            Arbitraries.of(Words.ALL))
        .injectNull(0.1);
  }

  @Example
  void anIdTakesABytePerTwoDigits() {
    BlobWriter out = new BlobWriter();
    out.text(ID);
    assertThat(out.size()).isEqualTo(17);
    out.text(ID);
    assertThat(out.size()).isEqualTo(18);
  }

  /** A state names them by number, so none may move. */
  @Example
  void theWordsOfTheFormStayAsTheyAre() {
    assertThat(Fingerprint.of(Words.ALL.toArray(String[]::new))).isEqualTo(WORDS);
    BlobWriter out = new BlobWriter();
    Words.ALL.forEach(out::text);
    assertThat(out.size()).isEqualTo(Words.COUNT);
  }

  @Property(tries = 3000)
  void anyBytesAreReadOrRefused(@ForAll byte[] bytes, @ForAll long seed) {
    readAll(bytes, new Random(seed));
  }

  @Property(tries = 1000)
  void damagedBytesAreReadOrRefused(
      @ForAll("values") Object one,
      @ForAll("values") Object two,
      @ForAll int at,
      @ForAll byte damage) {
    BlobWriter out = new BlobWriter();
    out.value(one);
    out.value(two);
    byte[] bytes = out.toBytes();
    bytes[Math.floorMod(at, bytes.length)] = damage;
    BlobReader in = new BlobReader(bytes);
    assertRefusesOnly(
        () -> {
          in.value();
          in.value();
        });
    readAll(bytes, new Random(at));
  }

  private static void readAll(byte[] bytes, Random random) {
    BlobReader in = new BlobReader(bytes);
    assertRefusesOnly(
        () -> {
          for (int i = 0; i < 50 && !in.isAtEnd(); i++) {
            READS.get(random.nextInt(READS.size())).accept(in);
          }
        });
    assertThat(in.position()).isBetween(0, bytes.length);
  }

  private static void assertRefusesOnly(Runnable reading) {
    try {
      reading.run();
    } catch (CorruptBlobException refused) {
      assertThat(refused).hasMessageMatching("[\\x20-\\x7e]+");
    }
  }
}
