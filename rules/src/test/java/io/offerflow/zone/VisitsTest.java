package io.offerflow.zone;

import static io.offerflow.zone.ZoneMapTest.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.zone.Visits.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisitsTest {
  private static final Zone SQUARE = zone("square", true, List.of(), 0, 1000);
  private static final Zone GRACE = zone("grace", true, List.of(), 60, 1000);
  private static final Zone METRO = zone("metro", false, List.of("m1", "m2"), 0, 1000);
  private static final Zone BOTH = zone("both", true, List.of("b"), 0, 1000);

  private final Visits visits = new Visits();

  @Test
  void theFirstFixInsideIsAnEntryAndTheFirstOutsideLeaves() {
    ZoneMap map = new ZoneMap(List.of(SQUARE));
    assertThat(visits.isEmpty()).isTrue();
    assertThat(names(in(map, 10).entered())).containsExactly("square");
    assertThat(visits.inside()).containsExactly("square");
    assertThat(visits.enteredAt("square")).isEqualTo(10);
    assertThat(in(map, 20)).isSameAs(Change.NONE);
    assertThat(visits.enteredAt("square")).isEqualTo(10);
    Change left = out(map, 30);
    assertThat(names(left.left())).containsExactly("square");
    assertThat(left.entered()).isEmpty();
    assertThat(visits.inside()).isEmpty();
    assertThat(visits.nextDue(map)).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> visits.enteredAt("square")).hasMessageContaining("not in square");
  }

  @Test
  void oneFixLeavesAndEntersSortedByName() {
    Zone west = Zones.of("w", Zones.square(0, 0, 1), 0, List.of(), 0, 1000);
    Zone east1 = Zones.of("e1", Zones.square(5, 0, 1), 0, List.of(), 0, 1000);
    Zone east2 = Zones.of("e2", Zones.square(5, 0, 2), 0, List.of(), 0, 1000);
    Zone cell = Zones.of("e0", null, 0, List.of("c"), 0, 1000);
    ZoneMap map = new ZoneMap(List.of(west, east2, east1, cell));
    visits.move(map, 1, 0.5, 0.5, null);
    Change change = visits.move(map, 2, 0.5, 5.5, "c");
    assertThat(names(change.entered())).containsExactly("e0", "e1", "e2");
    assertThat(names(change.left())).containsExactly("w");
  }

  @Test
  void withinGraceSheIsInsideAndComingBackIsNoEntry() {
    ZoneMap map = new ZoneMap(List.of(GRACE));
    in(map, 0);
    assertThat(out(map, 100)).isSameAs(Change.NONE);
    assertThat(visits.inside()).containsExactly("grace");
    assertThat(visits.nextDue(map)).isEqualTo(160);
    out(map, 130);
    assertThat(visits.nextDue(map)).as("further ones outside do not restart it").isEqualTo(160);
    assertThat(in(map, 160)).as("at its very end").isSameAs(Change.NONE);
    assertThat(visits.nextDue(map)).isEqualTo(1160);
    out(map, 200);
    assertThat(visits.nextDue(map)).isEqualTo(260);
    assertThat(names(visits.due(map, 260).left())).containsExactly("grace");
    assertThat(visits.inside()).isEmpty();
    assertThat(names(in(map, 261).entered())).containsExactly("grace");
    assertThat(visits.enteredAt("grace")).isEqualTo(261);
  }

  @Test
  void silenceEndsAVisitWithoutAMoment() {
    ZoneMap map = new ZoneMap(List.of(SQUARE));
    in(map, 0);
    in(map, 500);
    assertThat(visits.nextDue(map)).isEqualTo(1500);
    assertThat(visits.due(map, 1500)).isSameAs(Change.NONE);
    assertThat(visits.inside()).isEmpty();
    assertThat(names(in(map, 1501).entered())).containsExactly("square");
  }

  @Test
  void whenGraceAndLapseEndTogetherTheZoneIsLeft() {
    ZoneMap map = new ZoneMap(List.of(GRACE));
    in(map, 0);
    out(map, 940);
    assertThat(visits.nextDue(map)).isEqualTo(1000);
    assertThat(names(visits.due(map, 1000).left())).containsExactly("grace");
  }

  @Test
  void aLapseWithinGraceIsSilent() {
    ZoneMap map = new ZoneMap(List.of(GRACE));
    in(map, 0);
    out(map, 950);
    assertThat(visits.nextDue(map)).isEqualTo(1000);
    assertThat(visits.due(map, 1000)).isSameAs(Change.NONE);
    assertThat(visits.inside()).isEmpty();
    assertThat(visits.nextDue(map)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void lateFixesMoveNobodyButEqualTimesDo() {
    ZoneMap map = new ZoneMap(List.of(SQUARE));
    out(map, 100);
    assertThat(in(map, 99)).isSameAs(Change.NONE);
    assertThat(visits.inside()).isEmpty();
    assertThat(names(in(map, 100).entered())).containsExactly("square");
    assertThat(names(out(map, 100).left())).containsExactly("square");
  }

  @Test
  void cellsAndFixesAreJudgedOnTheirOwn() {
    ZoneMap map = new ZoneMap(List.of(SQUARE, METRO));
    in(map, 100);
    // A late cell is the latest cell nevertheless, and says nothing about a zone of geometry.
    Change change = visits.move(map, 50, null, null, "m1");
    assertThat(names(change.entered())).containsExactly("metro");
    assertThat(visits.enteredAt("metro")).isEqualTo(50);
    assertThat(out(map, 101).left()).containsExactly(SQUARE);
    assertThat(visits.inside()).containsExactly("metro");
    assertThat(visits.move(map, 60, null, null, "m2")).isSameAs(Change.NONE);
    assertThat(visits.move(map, 59, null, null, "x"))
        .as("older than the last")
        .isSameAs(Change.NONE);
    assertThat(names(visits.move(map, 61, null, null, "x").left())).containsExactly("metro");
  }

  @Test
  void aZoneWithBothIsEnteredByEitherAndLeftWhenNeitherIsInside() {
    ZoneMap map = new ZoneMap(List.of(BOTH));
    assertThat(names(visits.move(map, 1, null, null, "b").entered())).containsExactly("both");
    assertThat(out(map, 2)).as("the cell still holds her").isSameAs(Change.NONE);
    assertThat(in(map, 3)).isSameAs(Change.NONE);
    assertThat(visits.move(map, 4, null, null, "x")).as("the fix does").isSameAs(Change.NONE);
    assertThat(visits.nextDue(map)).as("lapse from the last inside").isEqualTo(1003);
    assertThat(names(out(map, 5).left())).containsExactly("both");
  }

  @Test
  void aStaleFixInsideEntersNothingAfterALapse() {
    ZoneMap map = new ZoneMap(List.of(BOTH));
    in(map, 0);
    visits.due(map, 1000);
    assertThat(visits.move(map, 1001, null, null, "x")).isSameAs(Change.NONE);
    assertThat(names(visits.move(map, 1002, null, null, "b").entered())).containsExactly("both");
  }

  @Test
  void flappingBetweenCellsOfAZoneIsNoMoment() {
    Zone graced = zone("metro", false, List.of("m1", "m2"), 60, 1000);
    ZoneMap map = new ZoneMap(List.of(graced));
    visits.move(map, 0, null, null, "m1");
    for (int i = 1; i < 50; i++) {
      String cell = i % 3 == 0 ? "elsewhere" : i % 3 == 1 ? "m2" : "m1";
      assertThat(visits.move(map, i * 50L, null, null, cell)).isSameAs(Change.NONE);
    }
    assertThat(visits.enteredAt("metro")).isZero();
  }

  @Test
  void halfAFixIsNone() {
    ZoneMap map = new ZoneMap(List.of(SQUARE));
    assertThat(visits.move(map, 1, 0.5, null, null)).isSameAs(Change.NONE);
    assertThat(visits.isEmpty()).isTrue();
  }

  @Test
  void aZoneThatIsNoMoreIsForgottenInSilence() {
    in(new ZoneMap(List.of(SQUARE, GRACE)), 0);
    ZoneMap next = new ZoneMap(List.of(GRACE));
    assertThat(visits.nextDue(next)).isEqualTo(1000);
    assertThat(visits.inside()).containsExactly("grace");
    assertThat(out(next, 1)).isSameAs(Change.NONE);
  }

  @Test
  void aRunningGraceOfAZoneThatLostItsGraceIsOver() {
    in(new ZoneMap(List.of(GRACE)), 0);
    out(new ZoneMap(List.of(GRACE)), 100);
    ZoneMap next = new ZoneMap(List.of(zone("grace", true, List.of(), 0, 1000)));
    assertThat(visits.nextDue(next)).isEqualTo(100);
    assertThat(names(visits.due(next, 100).left())).containsExactly("grace");
  }

  @Test
  void aVisitTakesFewBytes() {
    ZoneMap map = new ZoneMap(List.of(SQUARE));
    visits.move(map, 1_700_000_000_000L, 0.12345, 0.5, "cell-17");
    BlobWriter out = new BlobWriter();
    out.base(1_700_000_060_000L);
    visits.write(out);
    // One for what is there, nine for the fix, six for two times, two texts, three for the visit.
    assertThat(out.size()).isLessThanOrEqualTo(45);
  }

  @Test
  void fixesOfAnyPrecisionSurviveTheirBytes() {
    Zone exact = Zones.circle("c", 0.1 + 0.2, 100.0 / 3, 0.5);
    ZoneMap map = new ZoneMap(List.of(exact, zone("x", true, List.of("b"), 0, 9)));
    for (double lon : new double[] {100.0 / 3, -0.0, 1e300, 179.9999999, 31.14}) {
      Visits before = new Visits();
      before.move(map, 5, 0.1 + 0.2, lon, null);
      byte[] bytes = bytes(before);
      Visits after = Visits.read(new BlobReader(bytes));
      assertThat(after.inside()).isEqualTo(before.inside());
      assertThat(bytes(after)).isEqualTo(bytes);
      // A cell asks about the latest fix again, so that it must be the same to the bit.
      assertThat(after.move(map, 6, null, null, "z"))
          .isEqualTo(before.move(map, 6, null, null, "z"));
    }
  }

  private static byte[] bytes(Visits visits) {
    BlobWriter out = new BlobWriter();
    visits.write(out);
    return out.toBytes();
  }

  private Change in(ZoneMap map, long time) {
    return visits.move(map, time, 0.5, 0.5, null);
  }

  private Change out(ZoneMap map, long time) {
    return visits.move(map, time, 50.0, 50.0, null);
  }

  private static Zone zone(
      String name, boolean square, List<String> cells, long grace, long lapse) {
    return Zones.of(name, square ? Zones.square(0, 0, 1) : null, 0, cells, grace, lapse);
  }
}
