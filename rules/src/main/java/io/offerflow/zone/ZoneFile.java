package io.offerflow.zone;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.offerflow.event.FileForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads zones.geojson: a FeatureCollection in longitude and latitude. Features are read one after
 * another, so that a large file takes little more memory than its zones.
 */
public final class ZoneFile {
  /** Larger files are refused; 50,000 zones of 20 positions are about 30 MB. */
  public static final int MAX_BYTES = 128 << 20;

  private static final String SHAPE =
      "a zones file is {\"type\": \"FeatureCollection\", \"features\": [...]}";

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final List<Zone> zones = new ArrayList<>();
  private final List<ZoneProblem> problems = new ArrayList<>();
  private final FeatureReader features = new FeatureReader(problems);

  private ZoneFile() {}

  /**
   * What reading came to.
   *
   * @param zones in order of the file; only those without a problem
   * @param problems in order of the file; every one is an error
   */
  public record Result(List<Zone> zones, List<ZoneProblem> problems) {
    public Result {
      zones = List.copyOf(zones);
      problems = List.copyOf(problems);
    }
  }

  /** Reads a file's content and reports every problem at once. Never throws for what is in it. */
  public static Result parse(byte[] content) {
    ZoneFile file = new ZoneFile();
    if (content.length > MAX_BYTES) {
      file.problem(1, 1, "larger than " + (MAX_BYTES >> 20) + " MB: simplify the geometries");
    } else {
      String text = file.decode(content);
      if (text != null) {
        file.read(text);
      }
    }
    file.problems.sort(
        Comparator.comparingInt(ZoneProblem::line).thenComparingInt(ZoneProblem::column));
    return new Result(file.zones, file.problems);
  }

  /** As text, so that columns count characters, not bytes; null when it is not UTF-8. */
  private String decode(byte[] content) {
    FileForm form = FileForm.of(content);
    if (form != FileForm.TEXT) {
      problem(1, 1, "this file " + form.advice());
      return null;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(content);
    CharBuffer out = CharBuffer.allocate(content.length);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (result.isError()) {
      int line = 1;
      int column = 1;
      for (int i = 0; i < out.length(); i++) {
        column = out.charAt(i) == '\n' ? 1 : column + 1;
        line += out.charAt(i) == '\n' ? 1 : 0;
      }
      problem(line, column, "this is not UTF-8 from here on: save the file as UTF-8");
      return null;
    }
    boolean marked = out.length() > 0 && out.charAt(0) == '\uFEFF';
    return marked ? out.subSequence(1, out.length()).toString() : out.toString();
  }

  private void read(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        problems.add(ZoneProblem.at(parser.currentTokenLocation(), SHAPE));
        return;
      }
      collection(parser);
      if (parser.nextToken() != null) {
        throw new Json.Refused(parser.currentTokenLocation(), "something follows the last }");
      }
    } catch (Json.Refused refused) {
      problems.add(refused.problem());
    } catch (JsonProcessingException wrong) {
      String message = "this is not JSON: " + plain(wrong.getOriginalMessage());
      problems.add(ZoneProblem.at(wrong.getLocation(), message));
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from memory", impossible);
    }
  }

  /** Members that are not GeoJSON's may stand here: programs that export add their own. */
  private void collection(JsonParser parser) throws IOException, Json.Refused {
    JsonLocation start = parser.currentTokenLocation();
    Set<String> keys = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      JsonLocation at = parser.currentTokenLocation();
      String key = parser.currentName();
      if (!keys.add(key)) {
        throw new Json.Refused(at, "the key \"" + key + "\" is here twice: keep one");
      }
      parser.nextToken();
      switch (key) {
        case "type" -> type(Json.read(parser));
        case "features" -> features(parser);
        case "crs" -> crs(Json.read(parser));
        default -> Json.read(parser);
      }
    }
    for (String key : List.of("type", "features")) {
      if (!keys.contains(key)) {
        problems.add(ZoneProblem.at(start, "no \"" + key + "\": " + SHAPE));
      }
    }
  }

  private void type(Json value) {
    if (!(value instanceof Json.Text text && text.value().equals("FeatureCollection"))) {
      problem(value.line(), value.column(), "is not a FeatureCollection: " + SHAPE);
    }
  }

  private void features(JsonParser parser) throws IOException, Json.Refused {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      Json value = Json.read(parser);
      problem(value.line(), value.column(), "features is " + value.kind() + ": write an array");
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Zone zone = features.read(Json.read(parser));
      if (zone != null) {
        zones.add(zone);
      }
    }
  }

  /**
   * Older GeoJSON could name a reference system; metres read as degrees would be silent nonsense.
   */
  private void crs(Json value) {
    Json properties = value instanceof Json.Obj crs ? crs.get("properties") : null;
    Json name = properties instanceof Json.Obj named ? named.get("name") : null;
    String text = name instanceof Json.Text given ? given.value().toUpperCase(Locale.ROOT) : null;
    boolean degrees = text != null && (text.endsWith("CRS84") || text.endsWith(":4326"));
    if (!(value instanceof Json.Null) && !degrees) {
      problem(
          value.line(),
          value.column(),
          "zones are in longitude and latitude: export the file in WGS 84 (EPSG:4326)");
    }
  }

  private void problem(int line, int column, String message) {
    problems.add(new ZoneProblem(line, column, message));
  }

  /** Without what only says where, and how the parser is set. */
  private static String plain(String message) {
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    return line.replaceFirst(" \\((for|start marker at) .*", "");
  }
}
