package io.offerflow.condition;

import java.util.Locale;

/** Something that conditions and texts can name. Two mentions of the same thing are equal. */
public sealed interface Ref {

  /** As it is written: {@code customer.tier}, {@code spend_30d}, {@code now}. */
  String text();

  record Customer(String attribute) implements Ref {
    @Override
    public String text() {
      return "customer." + attribute;
    }
  }

  /** A field of the event that caused the moment, or its {@code id}, {@code type}, {@code time}. */
  record Event(String field) implements Ref {
    @Override
    public String text() {
      return "event." + field;
    }
  }

  /** A field of the first event of a sequence. */
  record First(String field) implements Ref {
    @Override
    public String text() {
      return "first." + field;
    }
  }

  /** In a {@code where}: a bare field of the one event it is about. */
  record Bare(String field) implements Ref {
    @Override
    public String text() {
      return field;
    }
  }

  record Feature(String name) implements Ref {
    @Override
    public String text() {
      return name;
    }
  }

  /** Texts only: a property of the campaign's offer. */
  record Offer(String property) implements Ref {
    @Override
    public String text() {
      return "offer." + property;
    }
  }

  /** Texts only: a property of the zone of the moment. */
  record Zone(String property) implements Ref {
    @Override
    public String text() {
      return "zone." + property;
    }
  }

  /**
   * Rule files only: the member of a set that an {@link Expr.Some} is looking at.
   *
   * @param place how many others are around it, from 0
   */
  record Member(int place) implements Ref {
    /** More than one within the other are a product of sizes, so they are few. */
    public static final int MOST = 2;

    @Override
    public String text() {
      return "name";
    }
  }

  /** {@code tags zones now hour weekday}. */
  enum Ambient implements Ref {
    TAGS,
    ZONES,
    NOW,
    HOUR,
    WEEKDAY;

    @Override
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
