package io.offerflow.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.bundle.Activation.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class BundleCodecTest {
  private static final Instant TIME = Instant.parse("2026-11-22T12:00:00.120Z");
  private static final Activation ACTIVATION =
      new Activation(
          7,
          "abc",
          new TreeSet<>(Set.of("b-campaign", "a-campaign")),
          "ann",
          TIME,
          6,
          Reason.PAUSE,
          false);
  private static final TestKeys ANN = TestKeys.anywhere();
  private static final TestKeys BOB = TestKeys.anywhere();
  private static final BundleCodec OPEN = new BundleCodec(TrustedKeys.NONE);
  private static final BundleCodec SIGNED = ANN.codec(BOB, ANN);

  @Example
  void anActivationReadsAsDocumented() {
    BundleCodec.Encoded record = OPEN.encode(ACTIVATION);

    assertThat(record.key()).matches("activation/7/[0-9a-f]{16}");
    assertThat(new String(record.value(), UTF_8))
        .isEqualTo(
            """
            {"v":1,"kind":"activation","number":7,"version":"abc","paused":["a-campaign",\
            "b-campaign"],"author":"ann","time":"2026-11-22T12:00:00.120Z","parent":6,\
            "reason":"pause"}""");
    assertThat(ACTIVATION.bundleName()).isEqualTo("abc+c68f716a");
  }

  @Property(tries = 200)
  void whatIsWrittenIsReadSignedOrNot(
      @ForAll("activations") Activation activation,
      @ForAll("files") Map<String, byte[]> files,
      @ForAll boolean signs) {
    BundleCodec codec = signs ? SIGNED : OPEN;
    PublishedBundle bundle = PublishedBundle.of(files, "ann ✓", TIME, signs ? "parent" : null);

    BundleCodec.Encoded first = codec.encode(bundle);
    BundleCodec.Encoded second = codec.encode(activation);

    assertThat(codec.read(3, second.key(), second.value()))
        .isEqualTo(new BundleRecord.Activated(3, second.key(), activation, signs));
    PublishedBundle read =
        ((BundleRecord.Content) codec.read(2, first.key(), first.value())).bundle();
    assertThat(read.files().keySet()).isEqualTo(files.keySet());
    read.files().forEach((path, bytes) -> assertThat(bytes).isEqualTo(files.get(path)));
    assertThat(List.of(read.version(), read.author(), read.time()))
        .isEqualTo(List.of(bundle.version(), bundle.author(), bundle.time()));
    assertThat(read.parent()).isEqualTo(bundle.parent());
    // Whoever checks no signatures reads signed records as well.
    assertThat(OPEN.read(3, second.key(), second.value()))
        .isEqualTo(new BundleRecord.Activated(3, second.key(), activation, signs));
  }

  @Example
  void aChangeOfAnyByteOfASignedRecordIsNoticed() {
    BundleCodec.Encoded record = SIGNED.encode(ACTIVATION);
    for (int i = 0; i < record.value().length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = record.value().clone();
        changed[i] ^= (byte) (1 << bit);
        assertThat(SIGNED.read(0, record.key(), changed))
            .as("byte %d, bit %d", i, bit)
            .isInstanceOf(BundleRecord.Refused.class);
      }
    }
  }

  @Property(tries = 300)
  void nothingButWhatWasSignedIsRead(
      @ForAll("files") Map<String, byte[]> files,
      @ForAll @IntRange(max = 1 << 20) int at,
      @ForAll @IntRange(max = 3) int cut,
      @ForAll byte[] inserted) {
    BundleCodec.Encoded record = SIGNED.encode(PublishedBundle.of(files, "ann", TIME, null));
    byte[] value = record.value();
    int from = at % value.length;
    int to = Math.min(value.length, from + cut);
    byte[] changed = Arrays.copyOf(value, from + inserted.length + value.length - to);
    System.arraycopy(inserted, 0, changed, from, inserted.length);
    System.arraycopy(value, to, changed, from + inserted.length, value.length - to);

    BundleRecord read = SIGNED.read(0, record.key(), changed);

    assertThat(read instanceof BundleRecord.Refused).isEqualTo(!Arrays.equals(value, changed));
  }

  @Property(tries = 300)
  void bytesOfAnyKindAreRefusedAndNothingWorse(@ForAll String key, @ForAll byte[] value) {
    for (BundleCodec codec : List.of(OPEN, SIGNED)) {
      for (String any : List.of(key, "bundle/" + key, "activation/1/" + key)) {
        assertThat(codec.read(0, any, value)).isInstanceOf(BundleRecord.Refused.class);
      }
    }
  }

  @Example
  void whatIsUnsignedOrSignedByAnotherIsRefusedWhereKeysAreTrusted() {
    BundleCodec bobs = BOB.codec(BOB);
    BundleCodec.Encoded unsigned = OPEN.encode(ACTIVATION);
    BundleCodec.Encoded byAnn = SIGNED.encode(ACTIVATION);
    BundleCodec.Encoded byBob = bobs.encode(ACTIVATION);

    assertThat(refusal(bobs, unsigned)).isEqualTo("it is not signed");
    assertThat(refusal(bobs, byAnn)).isEqualTo("it is not signed by anybody who may deploy");
    assertThat(SIGNED.read(0, byBob.key(), byBob.value()))
        .as("one of several keys is enough")
        .isInstanceOf(BundleRecord.Activated.class);
  }

  @Example
  void whatDoesNotFitIsRefusedWithAReason() {
    PublishedBundle bundle =
        PublishedBundle.of(Map.of("workspace.yaml", new byte[] {1}), "ann", TIME, null);
    BundleCodec.Encoded content = OPEN.encode(bundle);
    BundleCodec.Encoded activation = OPEN.encode(ACTIVATION);
    String text = new String(content.value(), UTF_8);

    assertThat(refusal("bundle/other", text)).isEqualTo("its key names another version");
    assertThat(refusal("activation/8/x", new String(activation.value(), UTF_8)))
        .isEqualTo("its key names another number");
    assertThat(refusal("activation/7/x", text))
        .isEqualTo("its key is that of another kind of record");
    assertThat(refusal(content.key(), text.replace("AQ==", "Ag==")))
        .isEqualTo("its files are not those of its version");
    assertThat(refusal(content.key(), text.replace("workspace.yaml", "../../etc/passwd")))
        .isEqualTo("a file of it lies outside of its folder");
    assertThat(refusal(content.key(), text.replace("\"v\":1", "\"v\":2")))
        .isEqualTo("it is of a format that this Offerflow does not know");
    assertThat(refusal(content.key(), "{")).isEqualTo("it is not the JSON of a bundle");
    assertThat(OPEN.read(4, "bundle/x", null)).isEqualTo(new BundleRecord.Removed(4, "bundle/x"));
  }

  @Example
  void aMemberOfTheFutureDoesNotKeepARecordFromBeingRead() {
    BundleCodec.Encoded record = OPEN.encode(ACTIVATION);
    String grown = new String(record.value(), UTF_8).replace("\"v\":1", "\"v\":1,\"new\":[1]");

    assertThat(OPEN.read(0, record.key(), grown.getBytes(UTF_8)))
        .isEqualTo(new BundleRecord.Activated(0, record.key(), ACTIVATION, false));
  }

  @Example
  void whatIsNoKeyIsSaidInOneSentence() throws Exception {
    Path folder = Files.createTempDirectory("keys");
    byte[] rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic().getEncoded();
    Path other = TestKeys.pem(folder.resolve("rsa.pem"), "PUBLIC KEY", rsa);
    Path text = Files.writeString(folder.resolve("text.pem"), "hello");
    Path missing = folder.resolve("missing.pem");
    TestKeys keys = TestKeys.in(folder, "key");

    assertThat(problem(() -> TrustedKeys.read(List.of(other))))
        .isEqualTo(other + " holds a public key that is not of Ed25519");
    assertThat(problem(() -> TrustedKeys.read(List.of(keys.privateKey()))))
        .isEqualTo(
            keys.privateKey()
                + " is no key in PEM: it should hold a line -----BEGIN PUBLIC KEY-----");
    assertThat(problem(() -> SigningKey.read(text)))
        .isEqualTo(text + " is no key in PEM: it should hold a line -----BEGIN PRIVATE KEY-----");
    assertThat(problem(() -> SigningKey.read(missing))).isEqualTo("there is no file " + missing);
  }

  @Provide
  Arbitrary<Activation> activations() {
    Arbitrary<Long> numbers = Arbitraries.longs().between(1, Long.MAX_VALUE);
    Arbitrary<Set<String>> paused = Arbitraries.strings().ofMaxLength(8).set().ofMaxSize(4);
    return Combinators.combine(
            numbers,
            Arbitraries.strings().ofMaxLength(12),
            paused,
            Arbitraries.longs().between(0, 1L << 42),
            Arbitraries.of(Reason.values()),
            Arbitraries.of(true, false))
        .as(
            (number, text, names, millis, reason, backfill) ->
                new Activation(
                    number,
                    text,
                    new TreeSet<>(names),
                    text,
                    Instant.ofEpochMilli(millis),
                    number - 1,
                    reason,
                    backfill));
  }

  @Provide
  Arbitrary<Map<String, byte[]>> files() {
    return Arbitraries.maps(
            Arbitraries.of("workspace.yaml", "campaigns/a.yaml", "campaigns/选.yaml", "x"),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(40))
        .map(TreeMap::new);
  }

  private static String refusal(String key, String value) {
    return refusal(OPEN, new BundleCodec.Encoded(key, value.getBytes(UTF_8)));
  }

  private static String refusal(BundleCodec codec, BundleCodec.Encoded record) {
    return ((BundleRecord.Refused) codec.read(0, record.key(), record.value())).reason();
  }

  /** Something that reads a file. */
  private interface Reading {
    void read() throws IOException;
  }

  private static String problem(Reading reading) {
    try {
      reading.read();
      return "none";
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
