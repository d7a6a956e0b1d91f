package io.offerflow.eligibility;

import com.google.re2j.Pattern;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * The one flat fact that the campaigns' rules see: what happened, and on demand whatever they ask
 * about the customer. Public for the code that Drools generates; nobody else makes one.
 *
 * <p>A name has a slot; it is read when the first rule asks for it and kept until the next cause,
 * so a cause costs what its own campaigns look at, however many others there are. What is missing
 * is null: each predicate has a counterpart ({@code less}, {@code atLeast}), both are false where
 * something is missing, and that is how the three values of a condition come out of two.
 */
public final class Facts {
  private static final Object UNREAD = new Object();
  private static final int UNPLACED = -2;
  private static final BigDecimal MINUTE = new BigDecimal(60_000);

  private final Ref[] names;
  private final Object[] constants;
  private final Object[] read;
  private final int[] places;
  private final long[][] marks;
  private final int[] touched;
  private int touchedCount;
  private String trigger;
  private Values values;
  private final String[] members = new String[Ref.Member.MOST];
  private int[] found = new int[16];
  private int count;

  Facts(Ref[] names, Object[] constants) {
    this.names = names;
    this.constants = constants;
    this.read = new Object[names.length];
    this.touched = new int[names.length];
    Arrays.fill(read, UNREAD);
    this.places = new int[names.length];
    Arrays.fill(places, UNPLACED);
    this.marks = new long[names.length][];
  }

  void begin(String trigger, Values values) {
    this.trigger = trigger;
    this.values = values;
    count = 0;
  }

  /** Holds nothing of a customer any longer than her cause; costs what was read. */
  void end() {
    values = null;
    Arrays.fill(members, null);
    while (touchedCount > 0) {
      int name = touched[--touchedCount];
      read[name] = UNREAD;
      places[name] = UNPLACED;
    }
  }

  int count() {
    return count;
  }

  int foundAt(int i) {
    return found[i];
  }

  /** A rule of which all is true. */
  void found(int index) {
    if (count == found.length) {
      found = Arrays.copyOf(found, 2 * count);
    }
    found[count++] = index;
  }

  /** Where a value stands among the constants of the trigger, found once for each cause. */
  int place(Places among) {
    int name = among.name();
    int place = places[name];
    if (place == UNPLACED) {
      place = among.placeOf(read(name));
      places[name] = place;
    }
    return place;
  }

  /** Which constants of the trigger a set has, found once for each cause; null if it is missing. */
  long[] marks(Members members) {
    int name = members.name();
    int place = places[name];
    if (place == UNPLACED) {
      place = mark(members, texts(name));
      places[name] = place;
    }
    return place == Places.MISSING ? null : marks[name];
  }

  private int mark(Members members, Set<String> set) {
    if (set == null) {
      return Places.MISSING;
    }
    int name = members.name();
    if (marks[name] == null || marks[name].length < members.words()) {
      marks[name] = new long[members.words()];
    }
    members.mark(set, marks[name]);
    return 0;
  }

  // What happened, and the values of names and constants by their slots.

  public String getTrigger() {
    return trigger;
  }

  public String text(int name) {
    return (String) read(name);
  }

  @SuppressWarnings("unchecked")
  public Set<String> texts(int name) {
    return (Set<String>) read(name);
  }

  public BigDecimal number(int name) {
    return (BigDecimal) read(name);
  }

  public Boolean flag(int name) {
    return (Boolean) read(name);
  }

  public LocalDate date(int name) {
    return (LocalDate) read(name);
  }

  public Instant time(int name) {
    return (Instant) read(name);
  }

  public BigDecimal decimal(int constant) {
    return (BigDecimal) constants[constant];
  }

  public String string(int constant) {
    return (String) constants[constant];
  }

  public Collection<?> list(int constant) {
    return (Collection<?>) constants[constant];
  }

  public Pattern pattern(int constant) {
    return (Pattern) constants[constant];
  }

  /** The members of a set to look at one by one; none when it is missing. */
  public Collection<?> members(Set<String> set) {
    return set == null ? Set.of() : set;
  }

  /** Makes a member the one that {@link #member} answers with, until the next one. */
  public void put(int place, Object member) {
    members[place] = (String) member;
  }

  public String member(int place) {
    return members[place];
  }

  private Object read(int name) {
    Object value = read[name];
    if (value == UNREAD) {
      value = values.get(names[name]);
      read[name] = value;
      touched[touchedCount++] = name;
    }
    return value;
  }

  // Predicates, each with its counterpart.

  public boolean always() {
    return true;
  }

  public boolean never() {
    return false;
  }

  public boolean missing(Object value) {
    return value == null;
  }

  public boolean known(Object value) {
    return value != null;
  }

  public boolean yes(Boolean value) {
    return value != null && value;
  }

  public boolean no(Boolean value) {
    return value != null && !value;
  }

  public boolean equal(Object left, Object right) {
    return left != null && right != null && order(left, right) == 0;
  }

  public boolean unequal(Object left, Object right) {
    return left != null && right != null && order(left, right) != 0;
  }

  public boolean less(Object left, Object right) {
    return left != null && right != null && order(left, right) < 0;
  }

  public boolean atLeast(Object left, Object right) {
    return left != null && right != null && order(left, right) >= 0;
  }

  public boolean greater(Object left, Object right) {
    return left != null && right != null && order(left, right) > 0;
  }

  public boolean atMost(Object left, Object right) {
    return left != null && right != null && order(left, right) <= 0;
  }

  public boolean among(Object value, Collection<?> list) {
    return value != null && list.contains(value);
  }

  public boolean amongNot(Object value, Collection<?> list) {
    return value != null && !list.contains(value);
  }

  public boolean hasMember(Set<String> set, String member) {
    return set != null && member != null && set.contains(member);
  }

  public boolean lacksMember(Set<String> set, String member) {
    return set != null && member != null && !set.contains(member);
  }

  public boolean hasPart(String text, String part) {
    return text != null && part != null && text.contains(part);
  }

  public boolean lacksPart(String text, String part) {
    return text != null && part != null && !text.contains(part);
  }

  public boolean finds(String text, Pattern pattern) {
    return text != null && pattern.matcher(text).find();
  }

  public boolean findsNot(String text, Pattern pattern) {
    return text != null && !pattern.matcher(text).find();
  }

  // Calculations: null where something is missing.

  public BigDecimal plus(BigDecimal left, BigDecimal right) {
    return left == null || right == null ? null : left.add(right);
  }

  public BigDecimal minus(BigDecimal left, BigDecimal right) {
    return left == null || right == null ? null : left.subtract(right);
  }

  public BigDecimal times(BigDecimal left, BigDecimal right) {
    return left == null || right == null ? null : left.multiply(right);
  }

  public BigDecimal divided(BigDecimal left, BigDecimal right) {
    return left == null || right == null || right.signum() == 0
        ? null
        : left.divide(right, MathContext.DECIMAL128);
  }

  public BigDecimal negative(BigDecimal number) {
    return number == null ? null : number.negate();
  }

  public String lower(String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  public BigDecimal daysUntil(Object dateOrTime) {
    return dateOrTime == null || now() == null
        ? null
        : new BigDecimal(day(dateOrTime).toEpochDay() - day(now()).toEpochDay());
  }

  public BigDecimal daysSince(Object dateOrTime) {
    return negative(daysUntil(dateOrTime));
  }

  public BigDecimal age(LocalDate born) {
    if (born == null || now() == null) {
      return null;
    }
    LocalDate today = day(now());
    int years = today.getYear() - born.getYear();
    // Adding years makes the 28th of a 29 February that the year does not have.
    return new BigDecimal(born.plusYears(years).isAfter(today) ? years - 1 : years);
  }

  public BigDecimal minutesSince(Instant time) {
    return time == null || now() == null
        ? null
        : divided(new BigDecimal(ChronoUnit.MILLIS.between(time, now())), MINUTE);
  }

  private Instant now() {
    return (Instant) values.get(Ref.Ambient.NOW);
  }

  private LocalDate day(Object dateOrTime) {
    return dateOrTime instanceof Instant time
        ? LocalDate.ofInstant(time, values.zone())
        : (LocalDate) dateOrTime;
  }

  /**
   * Conditions are checked: both sides are of one kind that compares with itself. Numbers are most
   * of what is compared, and known as such their comparison is compiled into each test.
   */
  @SuppressWarnings("unchecked")
  private static int order(Object left, Object right) {
    if (left instanceof BigDecimal number) {
      return number.compareTo((BigDecimal) right);
    }
    return ((Comparable<Object>) left).compareTo(right);
  }

  /** No values: they may be personal, and Drools prints facts where a rule fails. */
  @Override
  public String toString() {
    return "Facts[" + trigger + "]";
  }
}
