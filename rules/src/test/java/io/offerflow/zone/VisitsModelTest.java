package io.offerflow.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Visits against a model that keeps everything and works it all out again each time. It has no
 * state of a visit but the list of what was seen since the entry.
 */
class VisitsModelTest {
  private static final List<Zone> ZONES =
      List.of(
          Zones.of("plain", Zones.square(0, 0, 2), 0, List.of(), 0, 60),
          Zones.of("graced", Zones.square(1, 0, 2), 0, List.of(), 7, 40),
          Zones.of("same", Zones.square(0, 0, 2), 0, List.of(), 20, 20),
          Zones.of("round", Zones.circle("", 1, 1, 1).geometry(), 120_000, List.of(), 3, 25),
          Zones.of("cells", null, 0, List.of("a", "b"), 0, 30),
          Zones.of("graced-cells", null, 0, List.of("b", "c"), 5, 35),
          Zones.of("either", Zones.square(2, 0, 1), 0, List.of("a"), 0, 50),
          Zones.of("graced-either", Zones.square(0, 0, 1), 0, List.of("c"), 9, 45));

  private static final ZoneMap MAP = new ZoneMap(ZONES);

  @Property(tries = 800)
  void agreesWithTheModel(@ForAll Random random) {
    Visits visits = new Visits();
    List<Model> models = ZONES.stream().map(Model::new).toList();
    long now = 0;
    for (int step = 0; step < 60; step++) {
      long time = now + (random.nextInt(4) == 0 ? -random.nextInt(15) : random.nextInt(12));
      // What is due before the event fires first, what is due at its time waits for it.
      settle(visits, models, time);
      boolean fix = random.nextBoolean();
      Double lat = fix ? random.nextInt(5) / 2.0 : null;
      Double lon = fix ? random.nextInt(9) / 2.0 : null;
      String cell = random.nextBoolean() ? String.valueOf("abcd".charAt(random.nextInt(4))) : null;
      Visits.Change change = visits.move(MAP, time, lat, lon, cell);
      List<String> entered = new ArrayList<>();
      List<String> left = new ArrayList<>();
      for (Model model : models) {
        model.move(time, lat, lon, cell, entered, left);
      }
      assertSame(change, entered, left);
      now = Math.max(now, time);
      settle(visits, models, now);
      assertThat(visits.inside()).isEqualTo(inside(models));
      for (String zone : visits.inside()) {
        assertThat(visits.enteredAt(zone)).isEqualTo(entered(models, zone));
      }
      if (random.nextInt(5) == 0) {
        visits = throughBytes(visits, now);
      }
    }
  }

  /** Fires what is due before that instant, in order of time. */
  private static void settle(Visits visits, List<Model> models, long before) {
    while (true) {
      long due = visits.nextDue(MAP);
      assertThat(due).isEqualTo(models.stream().mapToLong(Model::due).min().orElseThrow());
      if (due >= before) {
        return;
      }
      Visits.Change change = visits.due(MAP, due);
      List<String> left = new ArrayList<>();
      for (Model model : models) {
        model.fire(due, left);
      }
      assertSame(change, List.of(), left);
    }
  }

  private static void assertSame(Visits.Change change, List<String> entered, List<String> left) {
    assertThat(ZoneMapTest.names(change.entered())).isEqualTo(entered.stream().sorted().toList());
    assertThat(ZoneMapTest.names(change.left())).isEqualTo(left.stream().sorted().toList());
    assertThat(change.isEmpty()).isEqualTo(change == Visits.Change.NONE);
  }

  private static TreeSet<String> inside(List<Model> models) {
    TreeSet<String> names = new TreeSet<>();
    for (Model model : models) {
      if (!model.seen.isEmpty()) {
        names.add(model.zone.name());
      }
    }
    return names;
  }

  private static long entered(List<Model> models, String zone) {
    for (Model model : models) {
      if (model.zone.name().equals(zone)) {
        return model.seen.get(0).time;
      }
    }
    throw new AssertionError(zone);
  }

  private static Visits throughBytes(Visits visits, long base) {
    BlobWriter out = new BlobWriter();
    out.base(base);
    visits.write(out);
    BlobReader in = new BlobReader(out.toBytes());
    in.base(base);
    Visits result = Visits.read(in);
    assertThat(in.isAtEnd()).isTrue();
    return result;
  }

  /** Something that an event said about one zone during a visit. */
  private record Sight(long time, boolean inside) {}

  private static final class Model {
    final Zone zone;

    /** What was seen since the entry, in order of arrival; empty when she is not in. */
    final List<Sight> seen = new ArrayList<>();

    final List<long[]> fixTimes = new ArrayList<>();
    final List<double[]> fixes = new ArrayList<>();
    final List<Long> cellTimes = new ArrayList<>();
    final List<String> cells = new ArrayList<>();

    Model(Zone zone) {
      this.zone = zone;
    }

    void move(
        long time, Double lat, Double lon, String cell, List<String> entered, List<String> left) {
      boolean fixCounts = lat != null && fixTimes.stream().allMatch(t -> t[0] <= time);
      boolean cellCounts = cell != null && cellTimes.stream().allMatch(t -> t <= time);
      if (fixCounts) {
        fixTimes.add(new long[] {time});
        fixes.add(new double[] {lat, lon});
      }
      if (cellCounts) {
        cellTimes.add(time);
        cells.add(cell);
      }
      boolean nowInside = fixCounts && fixInside() || cellCounts && cellInside();
      boolean saysSomething =
          fixCounts && zone.geometry() != null || cellCounts && !zone.cells().isEmpty();
      if (nowInside) {
        if (seen.isEmpty()) {
          entered.add(zone.name());
        }
        seen.add(new Sight(time, true));
      } else if (saysSomething && !seen.isEmpty() && !fixInside() && !cellInside()) {
        seen.add(new Sight(time, false));
        if (zone.graceMillis() == 0) {
          seen.clear();
          left.add(zone.name());
        }
      }
    }

    void fire(long instant, List<String> left) {
      if (graceEnd() == instant) {
        left.add(zone.name());
        seen.clear();
      } else if (lapse() == instant) {
        seen.clear();
      }
    }

    long due() {
      return Math.min(graceEnd(), lapse());
    }

    private long graceEnd() {
      long end = Long.MAX_VALUE;
      for (int i = seen.size() - 1; i >= 0 && !seen.get(i).inside; i--) {
        end = seen.get(i).time + zone.graceMillis();
      }
      return end;
    }

    private long lapse() {
      return seen.stream()
          .filter(Sight::inside)
          .mapToLong(sight -> sight.time + zone.lapseMillis())
          .max()
          .orElse(Long.MAX_VALUE);
    }

    private boolean fixInside() {
      if (fixes.isEmpty()) {
        return false;
      }
      double[] fix = fixes.get(fixes.size() - 1);
      return !Zones.bruteForce(List.of(zone), fix[0], fix[1]).isEmpty();
    }

    private boolean cellInside() {
      return !cells.isEmpty() && zone.cells().contains(cells.get(cells.size() - 1));
    }
  }
}
