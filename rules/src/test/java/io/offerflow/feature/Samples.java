package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Features and customers that the tests of this package share. */
final class Samples {
  static final ZoneId UTC = ZoneOffset.UTC;
  static final Window LIFE = new Window.Life();

  private Samples() {}

  static Window last(Duration length) {
    return new Window.Rolling(length.toMillis());
  }

  static Window since(Window.Unit unit) {
    return new Window.Calendar(unit);
  }

  static Feature count(String name, String event, Window window) {
    return new Feature(
        name, Aggregate.COUNT, event, null, null, window, null, ValueType.INTEGER, false);
  }

  static Feature of(String name, Aggregate aggregate, String field, ValueType type, Window window) {
    return new Feature(name, aggregate, "purchase", field, null, window, null, type, false);
  }

  static Feature amount(String name, Aggregate aggregate, Window window) {
    return new Feature(
        name, aggregate, "purchase", "amount", null, window, "CNY", ValueType.NUMBER, false);
  }

  /** Every aggregate that makes sense, over fields of several types, in that window. */
  static List<Feature> everyAggregate(Window window) {
    List<Feature> features = new ArrayList<>();
    String suffix = " " + window;
    features.add(count("count" + suffix, "purchase", window));
    features.add(amount("sum" + suffix, Aggregate.SUM, window));
    features.add(amount("average" + suffix, Aggregate.AVERAGE, window));
    features.add(amount("min" + suffix, Aggregate.MIN, window));
    features.add(amount("max" + suffix, Aggregate.MAX, window));
    features.add(amount("latest" + suffix, Aggregate.LATEST, window));
    features.add(amount("first" + suffix, Aggregate.FIRST, window));
    features.add(amount("distinct" + suffix, Aggregate.DISTINCT, window));
    features.add(of("stores" + suffix, Aggregate.DISTINCT, "store", ValueType.NUMBER, window));
    features.add(of("store" + suffix, Aggregate.LATEST, "store", ValueType.TEXT, window));
    features.add(of("home" + suffix, Aggregate.FIRST, "store", ValueType.TEXT, window));
    features.add(of("when" + suffix, Aggregate.LATEST, "time", ValueType.TIME, window));
    features.add(of("began" + suffix, Aggregate.FIRST, "time", ValueType.TIME, window));
    features.add(of("day" + suffix, Aggregate.MAX, "day", ValueType.DATE, window));
    features.add(of("any" + suffix, Aggregate.SUM, "amount", ValueType.NUMBER, window));
    features.add(count("others" + suffix, "recharge", window));
    return features;
  }

  static byte[] bytes(FeatureStates states) {
    BlobWriter out = new BlobWriter();
    states.write(out);
    return out.toBytes();
  }

  /** The same customer after a trip through the state backend. */
  static FeatureStates reread(FeatureStates states) {
    return FeatureStates.read(new BlobReader(bytes(states)));
  }

  static Object plain(Object value) {
    return value instanceof BigDecimal number ? number.stripTrailingZeros() : value;
  }
}
