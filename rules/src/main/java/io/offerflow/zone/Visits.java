package io.offerflow.zone;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.blob.Written;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where one customer is: her latest fix, her latest cell, and the zones that she has entered and
 * not left. Instants are epoch milliseconds of the events themselves, also of late ones.
 *
 * <p>The caller settles what is due before an event's time first ({@link #nextDue}, {@link #due}),
 * then lets the event move her. So a fix inside at the very end of a grace still saves the visit.
 */
public final class Visits implements Written {
  private static final int HAS_FIX = 1;
  private static final int HAS_CELL = 2;
  private static final int RAW_FIX = 4;
  private static final int FLAG_BITS = 3;

  /** Seven decimals of a degree are a centimetre; what feeds send mostly has no more. */
  private static final double STEPS_PER_DEGREE = 1e7;

  /** Of nearly all customers, who are in no zone: not to be put into. */
  private static final NavigableMap<String, Visit> NO_VISITS = Collections.emptyNavigableMap();

  private boolean hasFix;
  private long fixTime;
  private double lat;
  private double lon;

  /** Null before the first. */
  private String cell;

  private long cellTime;

  /** By zone; {@link #NO_VISITS} before the first. */
  private NavigableMap<String, Visit> visits = NO_VISITS;

  /** The zones that all visits are known to be in; not part of the state. */
  private ZoneMap pruned;

  /** The names of {@link #visits}, or null when they have changed. */
  private SortedSet<String> inside = Collections.emptySortedSet();

  /** One customer's visit of one zone. */
  private static final class Visit {
    final long entered;
    long lastInside;

    /** Whether a fix or cell outside started the grace, at {@link #outsideSince}. */
    boolean outside;

    long outsideSince;

    /** The longest stay that has been noticed, in milliseconds; 0 before the first. */
    long stayed;

    Visit(long entered) {
      this.entered = entered;
      this.lastInside = entered;
    }

    long graceEnd(Zone zone) {
      return outside ? sum(outsideSince, zone.graceMillis()) : Long.MAX_VALUE;
    }

    long lapse(Zone zone) {
      return sum(lastInside, zone.lapseMillis());
    }
  }

  /** Zones entered and left, each sorted by name. */
  public record Change(List<Zone> entered, List<Zone> left) {
    public static final Change NONE = new Change(List.of(), List.of());

    public boolean isEmpty() {
      return entered.isEmpty() && left.isEmpty();
    }

    private static Change of(List<Zone> entered, List<Zone> left) {
      return entered.isEmpty() && left.isEmpty() ? NONE : new Change(entered, left);
    }
  }

  /**
   * An event with a fix, a cell or both. What of it is older than the latest of its kind moves
   * nobody; of the same time it is not older.
   *
   * @param time the event's own
   * @param newLat degrees, or null without a fix
   * @param newLon degrees, or null without a fix
   * @param newCell null without a cell
   */
  public Change move(ZoneMap map, long time, Double newLat, Double newLon, String newCell) {
    boolean fixed = newLat != null && newLon != null && (!hasFix || time >= fixTime);
    boolean celled = newCell != null && (cell == null || time >= cellTime);
    if (!fixed && !celled) {
      return Change.NONE;
    }
    if (fixed) {
      hasFix = true;
      fixTime = time;
      lat = newLat;
      lon = newLon;
    }
    if (celled) {
      cell = newCell;
      cellTime = time;
    }
    prune(map);
    List<Zone> left = judge(map, time, fixed, celled);
    List<Zone> entered = fixed ? enter(map.at(lat, lon), time, List.of()) : List.of();
    if (celled) {
      entered = enter(map.ofCell(cell), time, entered);
    }
    return Change.of(entered, left);
  }

  /** Goes on with, or ends, the visits that the latest fix or cell has something to say about. */
  private List<Zone> judge(ZoneMap map, long time, boolean fixed, boolean celled) {
    List<Zone> left = List.of();
    if (visits.isEmpty()) {
      return left;
    }
    Iterator<Map.Entry<String, Visit>> each = visits.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<String, Visit> entry = each.next();
      Visit visit = entry.getValue();
      Place place = map.place(entry.getKey());
      boolean inFix = hasFix && place.hasShape() && place.shape().covers(lat, lon);
      boolean inCell = cell != null && place.cells().contains(cell);
      boolean asked = fixed && place.hasShape() || celled && place.hasCells();
      if (fixed && inFix || celled && inCell) {
        visit.lastInside = Math.max(visit.lastInside, time);
        visit.outside = false;
      } else if (asked && !inFix && !inCell && !visit.outside) {
        visit.outside = true;
        visit.outsideSince = time;
        if (place.zone().graceMillis() == 0) {
          each.remove();
          inside = null;
          left = with(left, place.zone());
        }
      }
    }
    return left;
  }

  private List<Zone> enter(List<Zone> zones, long time, List<Zone> before) {
    List<Zone> entered = before;
    for (int i = 0; i < zones.size(); i++) {
      Zone zone = zones.get(i);
      if (!visits.containsKey(zone.name())) {
        begin(zone.name(), new Visit(time));
        inside = null;
        entered = with(entered, zone);
      }
    }
    if (entered.size() > 1 && !before.isEmpty()) {
      entered.sort(Comparator.comparing(Zone::name));
    }
    return entered;
  }

  private void begin(String zone, Visit visit) {
    if (visits == NO_VISITS) {
      visits = new TreeMap<>();
    }
    visits.put(zone, visit);
  }

  /** When a grace or a lapse of hers ends next; Long.MAX_VALUE for never. */
  public long nextDue(ZoneMap map) {
    prune(map);
    long next = Long.MAX_VALUE;
    for (Map.Entry<String, Visit> entry : visits.entrySet()) {
      Zone zone = map.get(entry.getKey());
      Visit visit = entry.getValue();
      next = Math.min(next, Math.min(visit.graceEnd(zone), visit.lapse(zone)));
    }
    return next;
  }

  /**
   * What is due at that instant happens: graces end, and their zones are left; visits lapse, and
   * nobody is told. Where both are due the zone is left.
   */
  public Change due(ZoneMap map, long instant) {
    prune(map);
    List<Zone> left = List.of();
    Iterator<Map.Entry<String, Visit>> each = visits.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<String, Visit> entry = each.next();
      Zone zone = map.get(entry.getKey());
      Visit visit = entry.getValue();
      boolean over = visit.graceEnd(zone) == instant;
      if (over) {
        left = with(left, zone);
      }
      if (over || visit.lapse(zone) == instant) {
        each.remove();
        inside = null;
      }
    }
    return Change.of(List.of(), left);
  }

  /** A visit that has lasted so long. */
  public record Stay(Zone zone, long lengthMillis) {}

  /**
   * When a visit of hers has next lasted as long as somebody waits for; Long.MAX_VALUE for never.
   *
   * @param lengths by zone, in milliseconds, the shortest first
   */
  public long nextStay(ZoneMap map, Map<String, long[]> lengths) {
    if (lengths.isEmpty()) {
      return Long.MAX_VALUE;
    }
    prune(map);
    long next = Long.MAX_VALUE;
    for (Map.Entry<String, Visit> entry : visits.entrySet()) {
      next = Math.min(next, nextStay(entry.getValue(), lengths.get(entry.getKey())));
    }
    return next;
  }

  private static long nextStay(Visit visit, long[] lengths) {
    if (lengths != null) {
      for (long length : lengths) {
        if (length > visit.stayed) {
          return sum(visit.entered, length);
        }
      }
    }
    return Long.MAX_VALUE;
  }

  /** The visits that have lasted so long at that instant; each is noticed once. */
  public List<Stay> stays(ZoneMap map, long instant, Map<String, long[]> lengths) {
    List<Stay> stays = new ArrayList<>(0);
    for (Map.Entry<String, Visit> entry : visits.entrySet()) {
      Visit visit = entry.getValue();
      if (nextStay(visit, lengths.get(entry.getKey())) == instant) {
        visit.stayed = instant - visit.entered;
        stays.add(new Stay(map.get(entry.getKey()), visit.stayed));
      }
    }
    return stays;
  }

  /** The names of the zones that she is in, a running grace included. Not to be changed. */
  public SortedSet<String> inside() {
    if (inside == null) {
      inside = Collections.unmodifiableSortedSet(new TreeSet<>(visits.navigableKeySet()));
    }
    return inside;
  }

  /**
   * When her visit of that zone began, epoch milliseconds of the event that brought her in.
   *
   * @throws IllegalArgumentException when she is not in it
   */
  long enteredAt(String zone) {
    Visit visit = visits.get(zone);
    if (visit == null) {
      throw new IllegalArgumentException("not in " + zone);
    }
    return visit.entered;
  }

  /** Whether she is in no zone. */
  public boolean isOutside() {
    return visits.isEmpty();
  }

  /** Whether nothing at all is known of where she is. */
  @Override
  public boolean isEmpty() {
    return !hasFix && cell == null && visits.isEmpty();
  }

  /** Drops, in silence, visits of zones that are no more. Done by every use that has the map. */
  void prune(ZoneMap map) {
    if (map != pruned) {
      pruned = map;
      if (!visits.isEmpty() && visits.keySet().removeIf(name -> map.place(name) == null)) {
        inside = null;
      }
    }
  }

  @Override
  public void write(BlobWriter out) {
    long latSteps = Math.round(lat * STEPS_PER_DEGREE);
    long lonSteps = Math.round(lon * STEPS_PER_DEGREE);
    // Only what reads back as the very same bits may be shortened: replay never writes.
    boolean raw = hasFix && !(isExact(latSteps, lat) && isExact(lonSteps, lon));
    int flags = (hasFix ? HAS_FIX : 0) | (cell != null ? HAS_CELL : 0) | (raw ? RAW_FIX : 0);
    out.unsigned((long) visits.size() << FLAG_BITS | flags);
    if (raw) {
      out.fixedLong(Double.doubleToRawLongBits(lat));
      out.fixedLong(Double.doubleToRawLongBits(lon));
    } else if (hasFix) {
      out.signed(latSteps);
      out.signed(lonSteps);
    }
    if (hasFix) {
      out.time(fixTime);
    }
    if (cell != null) {
      out.text(cell);
      out.time(cellTime);
    }
    if (!visits.isEmpty()) {
      visits.forEach((zone, visit) -> write(out, zone, visit));
    }
  }

  private static void write(BlobWriter out, String zone, Visit visit) {
    out.text(zone);
    out.time(visit.entered);
    out.signed(visit.lastInside - visit.entered);
    out.bool(visit.outside);
    if (visit.outside) {
      out.signed(visit.outsideSince - visit.lastInside);
    }
    out.unsigned(visit.stayed);
  }

  /**
   * @throws CorruptBlobException when {@link #write} has not written that
   */
  public static Visits read(BlobReader in) {
    Visits result = new Visits();
    long head = in.unsigned();
    result.hasFix = (head & HAS_FIX) != 0;
    if (result.hasFix) {
      boolean raw = (head & RAW_FIX) != 0;
      result.lat = raw ? Double.longBitsToDouble(in.fixedLong()) : in.signed() / STEPS_PER_DEGREE;
      result.lon = raw ? Double.longBitsToDouble(in.fixedLong()) : in.signed() / STEPS_PER_DEGREE;
      result.fixTime = in.time();
    }
    if ((head & HAS_CELL) != 0) {
      result.cell = in.text();
      result.cellTime = in.time();
    }
    for (long left = head >>> FLAG_BITS; left > 0; left--) {
      String zone = in.text();
      if (zone == null) {
        throw new CorruptBlobException("a visit without a zone");
      }
      Visit visit = new Visit(in.time());
      visit.lastInside = visit.entered + in.signed();
      visit.outside = in.bool();
      visit.outsideSince = visit.outside ? visit.lastInside + in.signed() : 0;
      visit.stayed = in.unsigned();
      result.begin(zone, visit);
      result.inside = null;
    }
    return result;
  }

  /** Whether there is any visit among those bytes; reads none of them. */
  public static boolean anyIn(BlobReader in) {
    return in.unsigned() >>> FLAG_BITS != 0;
  }

  private static boolean isExact(long steps, double degrees) {
    return Double.doubleToRawLongBits(steps / STEPS_PER_DEGREE)
        == Double.doubleToRawLongBits(degrees);
  }

  private static List<Zone> with(List<Zone> zones, Zone more) {
    List<Zone> result = zones.isEmpty() ? new ArrayList<>(2) : zones;
    result.add(more);
    return result;
  }

  private static long sum(long instant, long millis) {
    long sum = instant + millis;
    return sum < instant ? Long.MAX_VALUE : sum;
  }
}
