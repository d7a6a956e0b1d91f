package io.offerflow.drl;

import io.offerflow.condition.Expr;
import io.offerflow.condition.Names.Known;
import io.offerflow.condition.Ref;
import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a pattern is about.
 *
 * @param fields by name
 * @param set where the fact is one of a set, that set; otherwise null
 * @param member where the fact is one of a set, how conditions call it
 */
record Fact(Map<String, Known> fields, Expr set, Ref.Member member) {
  /** Only while a rule is read: becomes a list of zones. */
  static final Ref ZONE_TAGS = new Ref.Bare("tags");

  private static final List<String> WEEKDAYS =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  /** More names would make a message that nobody reads. */
  private static final int MOST_NAMES = 50;

  static Fact of(Token type, FactModel model, Variables around) throws DrlException {
    return switch (type.text()) {
      case "Customer" -> one(fields(model.customer(), Ref.Customer::new));
      case "Features" -> one(model.features());
      case "Now" -> one(now());
      case "Event" -> one(event(type, model));
      case "First" -> one(first(type, model));
      case "Tag" -> member(Ref.Ambient.TAGS, around.next(type), List.of());
      case "Product" -> member(new Ref.Customer("products"), around.next(type), List.of());
      default -> zone(model.zones(), around.next(type));
    };
  }

  private static Fact one(Map<String, Known> fields) {
    return new Fact(fields, null, null);
  }

  private static Fact member(Ref set, Ref.Member member, List<String> names) {
    Map<String, Known> fields = new TreeMap<>();
    fields.put("name", new Known(member, ValueType.TEXT, false, names));
    return new Fact(fields, new Expr.Name(new Known(set, ValueType.TEXTS, false)), member);
  }

  private static Fact zone(Map<String, Set<String>> zones, Ref.Member member) {
    Set<String> tags = new TreeSet<>();
    zones.values().forEach(tags::addAll);
    List<String> names = zones.size() > MOST_NAMES ? List.of() : List.copyOf(zones.keySet());
    Fact fact = member(Ref.Ambient.ZONES, member, names);
    fact.fields().put("tags", new Known(ZONE_TAGS, ValueType.TEXTS, false, List.copyOf(tags)));
    return fact;
  }

  private static Map<String, Known> event(Token type, FactModel model) throws DrlException {
    if (model.event() == null) {
      String why = model.withoutEvent();
      throw new DrlException(
          type, why == null ? "this moment has no event: remove the pattern" : why);
    }
    return event(model.event(), Ref.Event::new);
  }

  private static Map<String, Known> first(Token type, FactModel model) throws DrlException {
    if (model.first() == null) {
      throw new DrlException(type, "only a Moment of kind \"then\" has a first event");
    }
    return event(model.first(), Ref.First::new);
  }

  private static Map<String, Known> event(EventType type, Function<String, Ref> ref) {
    Map<String, Known> fields = fields(type.fields(), ref);
    fields.put("id", new Known(ref.apply("id"), ValueType.TEXT, false));
    fields.put("type", new Known(ref.apply("type"), ValueType.TEXT, false));
    fields.put("time", new Known(ref.apply("time"), ValueType.TIME, false));
    return fields;
  }

  private static Map<String, Known> now() {
    Map<String, Known> fields = new TreeMap<>();
    fields.put("hour", new Known(Ref.Ambient.HOUR, ValueType.INTEGER, false));
    fields.put("weekday", new Known(Ref.Ambient.WEEKDAY, ValueType.TEXT, false, WEEKDAYS));
    fields.put("time", new Known(Ref.Ambient.NOW, ValueType.TIME, false));
    return fields;
  }

  private static Map<String, Known> fields(Map<String, Field> declared, Function<String, Ref> ref) {
    Map<String, Known> fields = new TreeMap<>();
    declared.forEach((name, field) -> fields.put(name, Known.of(ref.apply(name), field)));
    return fields;
  }

  /** A condition without {@link #ZONE_TAGS}: a zone with a tag is one of a list of names. */
  Expr resolved(Expr test, Token at, FactModel model) throws DrlException {
    if (test instanceof Expr.And and) {
      return new Expr.And(resolved(and.parts(), at, model));
    }
    if (test instanceof Expr.Or or) {
      return new Expr.Or(resolved(or.parts(), at, model));
    }
    if (test instanceof Expr.Not not) {
      return new Expr.Not(resolved(not.part(), at, model));
    }
    if (test instanceof Expr.Contains contains
        && isTags(contains.whole())
        && contains.part() instanceof Expr.Literal tag) {
      return tagged(fields.get("name"), (String) tag.value(), model.zones());
    }
    if (mentionsTags(test)) {
      throw new DrlException(at, "of a zone's tags there is only `tags contains \"name\"`");
    }
    return test;
  }

  private List<Expr> resolved(List<Expr> parts, Token at, FactModel model) throws DrlException {
    List<Expr> resolved = new ArrayList<>();
    for (Expr part : parts) {
      resolved.add(resolved(part, at, model));
    }
    return resolved;
  }

  private static Expr tagged(Known name, String tag, Map<String, Set<String>> zones) {
    List<Expr> names = new ArrayList<>();
    zones.forEach(
        (zone, tags) -> {
          if (tags.contains(tag)) {
            names.add(new Expr.Literal(zone, ValueType.TEXT));
          }
        });
    return new Expr.Among(new Expr.Name(name), names);
  }

  private static boolean mentionsTags(Expr expr) {
    return isTags(expr) || expr.parts().stream().anyMatch(Fact::mentionsTags);
  }

  private static boolean isTags(Expr expr) {
    return expr instanceof Expr.Name name && name.known().ref().equals(ZONE_TAGS);
  }
}
