package io.offerflow.moment;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.Written;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One customer's days that campaigns wait for: one entry for each such campaign whose attribute she
 * has. An entry whose moment has occurred, or was past when it was set, stays as long as the value
 * does, so that a value brings about one moment at most.
 */
public final class Dates implements Written {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int YEARLY = 1;
  private static final int PENDING = 2;

  private final List<Entry> entries = new ArrayList<>(2);

  /** Which campaigns the entries are of: 0 for none. */
  private int campaigns;

  /**
   * A campaign's day.
   *
   * @param key of the campaign
   * @param value of the attribute
   * @param year in which it is due next; 0 when it comes once
   * @param due epoch milliseconds; NEVER when it has occurred or was past
   */
  private record Entry(int key, LocalDate value, int year, long due) {
    boolean isPending() {
      return due != NEVER;
    }

    Entry dueAt(int newYear, long newDue) {
      return new Entry(key, value, newYear, newDue);
    }
  }

  /** Whether the entries are those of that set of campaigns. */
  public boolean areOf(int fingerprint) {
    return campaigns == fingerprint;
  }

  /**
   * Brings the entries up to her attributes and time zone. What is new or moved and lies before
   * {@code now} does not occur.
   */
  void refresh(
      List<Dated> dated, int fingerprint, Map<String, Object> attributes, ZoneId zone, long now) {
    campaigns = fingerprint;
    List<Entry> old = List.copyOf(entries);
    entries.clear();
    for (Dated day : dated) {
      if (attributes.get(day.attribute()) instanceof LocalDate value) {
        Entry known = find(old, day.key());
        boolean same = known != null && known.value().equals(value);
        entries.add(same ? moved(known, day, zone, now) : set(day, value, zone, now));
      }
    }
  }

  private static Entry find(List<Entry> entries, int key) {
    for (Entry entry : entries) {
      if (entry.key() == key) {
        return entry;
      }
    }
    return null;
  }

  private static Entry set(Dated day, LocalDate value, ZoneId zone, long now) {
    if (day.yearly()) {
      int year = day.firstYear(value, now, zone);
      return new Entry(day.key(), value, year, day.due(value, year, zone));
    }
    long due = day.due(value, zone);
    return new Entry(day.key(), value, 0, due < now ? NEVER : due);
  }

  /** Her time zone may be another one: what is pending moves, in the same year. */
  private static Entry moved(Entry known, Dated day, ZoneId zone, long now) {
    if (!known.isPending()) {
      return known;
    }
    long due =
        day.yearly() ? day.due(known.value(), known.year(), zone) : day.due(known.value(), zone);
    if (due == known.due() || due >= now) {
      return known.dueAt(known.year(), due);
    }
    if (!day.yearly()) {
      return known.dueAt(0, NEVER);
    }
    int next = Math.max(known.year() + 1, day.firstYear(known.value(), now, zone));
    return known.dueAt(next, day.due(known.value(), next, zone));
  }

  /** The earliest day that is pending; Long.MAX_VALUE when there is none. */
  public long nextDue() {
    long next = NEVER;
    for (int i = 0; i < entries.size(); i++) {
      next = Math.min(next, entries.get(i).due());
    }
    return next;
  }

  /** When each pending day is due, epoch milliseconds, by the key of its campaign. */
  Map<Integer, Long> pending() {
    Map<Integer, Long> pending = new HashMap<>();
    for (Entry entry : entries) {
      if (entry.isPending()) {
        pending.put(entry.key(), entry.due());
      }
    }
    return pending;
  }

  /** The latest pending day of those that come once; Long.MIN_VALUE when there is none. */
  public long lastOnce() {
    long last = Long.MIN_VALUE;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.isPending() && entry.year() == 0) {
        last = Math.max(last, entry.due());
      }
    }
    return last;
  }

  /** The keys of those due at that instant or before; the yearly ones are due again next year. */
  List<Integer> due(long instant, Map<Integer, Dated> dated, ZoneId zone) {
    List<Integer> keys = new ArrayList<>(1);
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.due() <= instant) {
        Dated day = dated.get(entry.key());
        int year = entry.year() + 1;
        entries.set(
            i,
            day.yearly()
                ? entry.dueAt(year, day.due(entry.value(), year, zone))
                : entry.dueAt(0, NEVER));
        keys.add(entry.key());
      }
    }
    return keys;
  }

  @Override
  public boolean isEmpty() {
    return entries.isEmpty() && campaigns == 0;
  }

  /** Writes them relative to the writer's base. */
  @Override
  public void write(BlobWriter out) {
    out.fixedInt(campaigns);
    out.unsigned(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      out.fixedInt(entry.key());
      out.signed(entry.value().toEpochDay());
      out.writeByte((entry.year() == 0 ? 0 : YEARLY) | (entry.isPending() ? PENDING : 0));
      if (entry.year() != 0) {
        out.signed(entry.year());
      }
      if (entry.isPending()) {
        out.time(entry.due());
      }
    }
  }

  /** Which campaigns the entries of those bytes are of; reads none of them. */
  public static int campaignsIn(BlobReader in) {
    return in.fixedInt();
  }

  /** Whether there is any entry in those bytes; reads none of them. */
  public static boolean anyIn(BlobReader in) {
    in.fixedInt();
    return in.count() > 0;
  }

  public static Dates read(BlobReader in) {
    Dates dates = new Dates();
    dates.campaigns = in.fixedInt();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      int key = in.fixedInt();
      LocalDate value = LocalDate.ofEpochDay(in.signed());
      int flags = in.readByte();
      int year = (flags & YEARLY) != 0 ? (int) in.signed() : 0;
      long due = (flags & PENDING) != 0 ? in.time() : NEVER;
      dates.entries.add(new Entry(key, value, year, due));
    }
    return dates;
  }
}
