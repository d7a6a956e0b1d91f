package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import java.time.Instant;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One value in the bytes of a store. Other than {@link BlobWriter#value} it refers to nothing
 * outside of itself, so that a store's bytes can be kept as they are while others change.
 */
final class Cell {
  private static final int SIMPLE = 0;
  private static final int TEXT = 1;
  private static final int TIME = 2;
  private static final int TEXTS = 3;

  private Cell() {}

  static void write(BlobWriter out, Object value) {
    if (value instanceof String text) {
      out.writeByte(TEXT);
      out.plainText(text);
    } else if (value instanceof Instant instant) {
      out.writeByte(TIME);
      out.signed(instant.toEpochMilli() - TimeCode.EPOCH);
    } else if (value instanceof Set<?> set) {
      out.writeByte(TEXTS);
      out.unsigned(set.size());
      for (Object text : set) {
        out.plainText((String) text);
      }
    } else {
      out.writeByte(SIMPLE);
      out.value(value);
    }
  }

  static Object read(BlobReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case SIMPLE -> in.value();
      case TEXT -> in.plainText();
      case TIME -> Instant.ofEpochMilli(TimeCode.EPOCH + in.signed());
      case TEXTS -> {
        SortedSet<String> set = new TreeSet<>();
        for (int left = in.count(); left > 0; left--) {
          set.add(in.plainText());
        }
        yield set;
      }
      default -> throw new CorruptBlobException("value of kind " + kind);
    };
  }
}
