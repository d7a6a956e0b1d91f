package io.offerflow.pipeline.job;

import io.offerflow.event.Event;
import io.offerflow.event.EventType;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import io.offerflow.event.Schema;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * An event's bytes between two tasks of one job. They are never kept, so this form may change with
 * any release. Names of the built-in types and fields take one byte and come back as the same
 * objects, which makes the core's look-ups by name cheap.
 */
final class EventForm {
  private static final int NULL = 0;
  private static final int TEXT = 1;
  private static final int SMALL_NUMBER = 2;
  private static final int BIG_NUMBER = 3;
  private static final int TRUE = 4;
  private static final int FALSE = 5;
  private static final int DATE = 6;
  private static final int TIME = 7;
  private static final int TEXTS = 8;

  /** Stands before a name that is not in the list. */
  private static final int SPELLED = 255;

  private static final String[] NAMES = builtInNames();
  private static final Map<String, Integer> NUMBERS = numbers(NAMES);

  private EventForm() {}

  static void write(Event event, DataOutputView out) throws IOException {
    writeName(event.type(), out);
    StringValue.writeString(event.id(), out);
    StringValue.writeString(event.customer(), out);
    out.writeLong(event.time());
    writeFields(event.fields(), out);
    out.writeBoolean(event.change() != null);
    if (event.change() != null) {
      writeChange(event.change(), out);
    }
  }

  static Event read(DataInputView in) throws IOException {
    String type = readName(in);
    String id = StringValue.readString(in);
    String customer = StringValue.readString(in);
    long time = in.readLong();
    Fields fields = readFields(in);
    ProfileChange change = in.readBoolean() ? readChange(in) : null;
    return new Event(type, id, customer, time, fields, change);
  }

  private static void writeFields(Fields fields, DataOutputView out) throws IOException {
    out.writeInt(fields.size());
    List<Object> flat = new ArrayList<>(fields.size() * 2);
    fields.forEach(
        (name, value) -> {
          flat.add(name);
          flat.add(value);
        });
    for (int i = 0; i < flat.size(); i += 2) {
      writeName((String) flat.get(i), out);
      writeValue(flat.get(i + 1), out);
    }
  }

  private static Fields readFields(DataInputView in) throws IOException {
    int size = in.readInt();
    if (size == 0) {
      return Fields.NONE;
    }
    Fields.Builder fields = new Fields.Builder();
    for (int i = 0; i < size; i++) {
      fields.put(readName(in), readValue(in));
    }
    return fields.build();
  }

  private static void writeChange(ProfileChange change, DataOutputView out) throws IOException {
    out.writeInt(change.set().size());
    for (Map.Entry<String, Object> entry : change.set().entrySet()) {
      writeName(entry.getKey(), out);
      writeValue(entry.getValue(), out);
    }
    writeTexts(change.unset(), out);
    writeSets(change.add(), out);
    writeSets(change.remove(), out);
  }

  private static ProfileChange readChange(DataInputView in) throws IOException {
    Map<String, Object> set = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = readName(in);
      set.put(name, readValue(in));
    }
    Set<String> unset = readTexts(in);
    Map<String, Set<String>> add = readSets(in);
    return new ProfileChange(set, unset, add, readSets(in));
  }

  private static void writeSets(Map<String, Set<String>> sets, DataOutputView out)
      throws IOException {
    out.writeInt(sets.size());
    for (Map.Entry<String, Set<String>> entry : sets.entrySet()) {
      writeName(entry.getKey(), out);
      writeTexts(entry.getValue(), out);
    }
  }

  private static Map<String, Set<String>> readSets(DataInputView in) throws IOException {
    Map<String, Set<String>> sets = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = readName(in);
      sets.put(name, readTexts(in));
    }
    return sets;
  }

  private static void writeTexts(Set<?> texts, DataOutputView out) throws IOException {
    out.writeInt(texts.size());
    for (Object text : texts) {
      StringValue.writeString((String) text, out);
    }
  }

  private static Set<String> readTexts(DataInputView in) throws IOException {
    Set<String> texts = new TreeSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(StringValue.readString(in));
    }
    return texts;
  }

  private static void writeValue(Object value, DataOutputView out) throws IOException {
    if (value == null) {
      out.writeByte(NULL);
    } else if (value instanceof String text) {
      out.writeByte(TEXT);
      StringValue.writeString(text, out);
    } else if (value instanceof BigDecimal number) {
      writeNumber(number, out);
    } else if (value instanceof Boolean truth) {
      out.writeByte(truth ? TRUE : FALSE);
    } else if (value instanceof LocalDate date) {
      out.writeByte(DATE);
      out.writeLong(date.toEpochDay());
    } else if (value instanceof Instant instant) {
      out.writeByte(TIME);
      out.writeLong(instant.toEpochMilli());
    } else if (value instanceof Set<?> set) {
      out.writeByte(TEXTS);
      writeTexts(set, out);
    } else {
      throw new IOException("no form for " + value.getClass());
    }
  }

  private static Object readValue(DataInputView in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case NULL -> null;
      case TEXT -> StringValue.readString(in);
      case SMALL_NUMBER -> {
        int scale = in.readInt();
        yield BigDecimal.valueOf(in.readLong(), scale);
      }
      case BIG_NUMBER -> {
        int scale = in.readInt();
        byte[] digits = new byte[in.readInt()];
        in.readFully(digits);
        yield new BigDecimal(new BigInteger(digits), scale);
      }
      case TRUE -> Boolean.TRUE;
      case FALSE -> Boolean.FALSE;
      case DATE -> LocalDate.ofEpochDay(in.readLong());
      case TIME -> Instant.ofEpochMilli(in.readLong());
      case TEXTS -> readTexts(in);
      default -> throw new IOException("value of kind " + kind);
    };
  }

  private static void writeNumber(BigDecimal number, DataOutputView out) throws IOException {
    BigInteger digits = number.unscaledValue();
    if (digits.bitLength() < 64) {
      out.writeByte(SMALL_NUMBER);
      out.writeInt(number.scale());
      out.writeLong(digits.longValue());
    } else {
      byte[] bytes = digits.toByteArray();
      out.writeByte(BIG_NUMBER);
      out.writeInt(number.scale());
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private static void writeName(String name, DataOutputView out) throws IOException {
    Integer number = NUMBERS.get(name);
    if (number != null) {
      out.writeByte(number);
    } else {
      out.writeByte(SPELLED);
      StringValue.writeString(name, out);
    }
  }

  private static String readName(DataInputView in) throws IOException {
    int number = in.readUnsignedByte();
    return number == SPELLED ? StringValue.readString(in) : NAMES[number];
  }

  private static String[] builtInNames() {
    Set<String> names = new TreeSet<>(Schema.BUILT_IN_ATTRIBUTES.keySet());
    for (EventType type : new TreeMap<>(Schema.BUILT_IN_EVENTS).values()) {
      names.add(type.name());
      names.addAll(type.fields().keySet());
    }
    if (names.size() >= SPELLED) {
      throw new IllegalStateException("more built-in names than one byte can number");
    }
    return names.toArray(String[]::new);
  }

  private static Map<String, Integer> numbers(String[] names) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      numbers.put(names[i], i);
    }
    return numbers;
  }
}
