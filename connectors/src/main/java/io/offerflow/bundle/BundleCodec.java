package io.offerflow.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.offerflow.workspace.WorkspaceReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Records of the topic of bundles as bytes: JSON under a {@link Seal}. Safe for several threads.
 */
public final class BundleCodec {
  private static final int FORMAT = 1;
  private static final String BUNDLE = "bundle/";
  private static final String ACTIVATION = "activation/";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();
  private static final JsonMapper TREES = new JsonMapper(JSON);

  private final Seal seal;

  /**
   * @param signing null to sign nothing
   */
  public BundleCodec(SigningKey signing, TrustedKeys trusted) {
    this.seal = new Seal(signing, trusted);
  }

  /** One that reads only. */
  public BundleCodec(TrustedKeys trusted) {
    this(null, trusted);
  }

  /** A record's key and value. */
  record Encoded(String key, byte[] value) {}

  static String key(String version) {
    return BUNDLE + version;
  }

  Encoded encode(PublishedBundle bundle) {
    return new Encoded(
        key(bundle.version()),
        sealed(
            out -> {
              begin(out, "bundle");
              out.writeStringField("version", bundle.version());
              if (bundle.parent() != null) {
                out.writeStringField("parent", bundle.parent());
              }
              origin(out, bundle.author(), bundle.time());
              out.writeObjectFieldStart("files");
              for (Map.Entry<String, byte[]> file : bundle.files().entrySet()) {
                out.writeBinaryField(file.getKey(), file.getValue());
              }
              out.writeEndObject();
            }));
  }

  /**
   * The key ends with a hash of the content: of two activations with the same number the first
   * holds, but of two records with the same key compaction would keep the last.
   */
  Encoded encode(Activation activation) {
    byte[] value =
        sealed(
            out -> {
              begin(out, "activation");
              out.writeNumberField("number", activation.number());
              out.writeStringField("version", activation.version());
              out.writeArrayFieldStart("paused");
              for (String campaign : activation.paused()) {
                out.writeString(campaign);
              }
              out.writeEndArray();
              origin(out, activation.author(), activation.time());
              out.writeNumberField("parent", activation.parent());
              out.writeStringField("reason", activation.reason().word());
              if (activation.backfill()) {
                out.writeBooleanField("backfill", true);
              }
            });
    return new Encoded(ACTIVATION + activation.number() + "/" + hash(value), value);
  }

  /**
   * Reads a record.
   *
   * @param value null where the record was cleared away
   */
  public BundleRecord read(long offset, String key, byte[] value) {
    if (key == null) {
      return new BundleRecord.Refused(offset, "", "it has no key");
    }
    if (value == null) {
      return new BundleRecord.Removed(offset, key);
    }
    try {
      return decode(offset, key, seal.open(value), Seal.isOn(value));
    } catch (UnfitRecordException e) {
      return new BundleRecord.Refused(offset, key, e.getMessage());
    } catch (IOException e) {
      return new BundleRecord.Refused(offset, key, "it is not the JSON of a bundle");
    }
  }

  private static BundleRecord decode(long offset, String key, byte[] payload, boolean signed)
      throws IOException {
    if (key.startsWith(BUNDLE)) {
      PublishedBundle bundle = bundle(payload);
      demand(key.equals(key(bundle.version())), "its key names another version");
      return new BundleRecord.Content(offset, key, bundle);
    }
    demand(key.startsWith(ACTIVATION), "its key is neither a bundle's nor an activation's");
    Activation activation = activation(payload);
    demand(key.startsWith(ACTIVATION + activation.number() + "/"), "its key names another number");
    return new BundleRecord.Activated(offset, key, activation, signed);
  }

  private static PublishedBundle bundle(byte[] payload) throws IOException {
    JsonNode node = object(payload, "bundle");
    SortedMap<String, byte[]> files = new TreeMap<>();
    JsonNode contents = node.path("files");
    demand(contents.isObject(), "it has no files");
    for (Map.Entry<String, JsonNode> file : contents.properties()) {
      demand(isInside(file.getKey()), "a file of it lies outside of its folder");
      demand(file.getValue().isTextual(), "a file of it is not base64");
      files.put(file.getKey(), base64(file.getValue().textValue()));
    }
    String version = text(node, "version");
    demand(
        version.equals(WorkspaceReader.version(files)), "its files are not those of its version");
    JsonNode parent = node.get("parent");
    return new PublishedBundle(
        version,
        files,
        text(node, "author"),
        time(node),
        parent == null ? null : text(node, "parent"));
  }

  private static Activation activation(byte[] payload) throws IOException {
    JsonNode node = object(payload, "activation");
    SortedSet<String> paused = new TreeSet<>();
    for (JsonNode campaign : node.path("paused")) {
      demand(campaign.isTextual(), "its `paused` are not names of campaigns");
      paused.add(campaign.textValue());
    }
    long number = number(node, "number");
    long parent = number(node, "parent");
    demand(number >= 1 && parent >= 0 && parent < number, "its number is not after its parent's");
    return new Activation(
        number,
        text(node, "version"),
        paused,
        text(node, "author"),
        time(node),
        parent,
        reason(text(node, "reason")),
        node.path("backfill").asBoolean(false));
  }

  private static JsonNode object(byte[] payload, String kind) throws IOException {
    JsonNode node = TREES.readTree(payload);
    demand(node != null && node.isObject(), "it is not the JSON of a bundle");
    demand(node.path("v").asInt() == FORMAT, "it is of a format that this Offerflow does not know");
    demand(node.path("kind").asText().equals(kind), "its key is that of another kind of record");
    return node;
  }

  private static Activation.Reason reason(String word) throws UnfitRecordException {
    for (Activation.Reason reason : Activation.Reason.values()) {
      if (reason.word().equals(word)) {
        return reason;
      }
    }
    throw new UnfitRecordException("its reason is one that this Offerflow does not know");
  }

  private static Instant time(JsonNode node) throws UnfitRecordException {
    try {
      return Instant.parse(text(node, "time"));
    } catch (DateTimeException e) {
      throw new UnfitRecordException("its time cannot be read");
    }
  }

  private static String text(JsonNode node, String member) throws UnfitRecordException {
    JsonNode value = node.path(member);
    demand(value.isTextual(), "its `" + member + "` is not there");
    return value.textValue();
  }

  private static long number(JsonNode node, String member) throws UnfitRecordException {
    JsonNode value = node.path(member);
    demand(
        value.isIntegralNumber() && value.canConvertToLong(), "its `" + member + "` is not there");
    return value.longValue();
  }

  private static byte[] base64(String text) throws UnfitRecordException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new UnfitRecordException("a file of it is not base64");
    }
  }

  /** Whether a path stays in the folder that it is written to. */
  private static boolean isInside(String path) {
    if (path.indexOf('\\') >= 0 || path.indexOf('\0') >= 0) {
      return false;
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** Writes members into an object. */
  private interface Members {
    void write(JsonGenerator out) throws IOException;
  }

  private static void begin(JsonGenerator out, String kind) throws IOException {
    out.writeNumberField("v", FORMAT);
    out.writeStringField("kind", kind);
  }

  private static void origin(JsonGenerator out, String author, Instant time) throws IOException {
    out.writeStringField("author", author);
    out.writeStringField("time", time.toString());
  }

  private byte[] sealed(Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      members.write(out);
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return seal.close(bytes.toByteArray());
  }

  private static String hash(byte[] value) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(value);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static void demand(boolean holds, String otherwise) throws UnfitRecordException {
    if (!holds) {
      throw new UnfitRecordException(otherwise);
    }
  }
}
