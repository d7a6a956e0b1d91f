package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Each event once: against a list of all that came, in memory and through bytes. */
class SeenEventsTest {
  private static final long START = 1_800_000_000_000L;
  private static final long HOUR = 3_600_000;

  private record Came(String id, long time) {}

  @Property(tries = 30)
  void aRepeatIsKnownWhetherStatesAreWrittenOrNot(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SeenEvents live = new SeenEvents();
    SeenEvents written = new SeenEvents();
    List<Came> all = new ArrayList<>();
    long now = START;
    int busy = random.nextInt(1, 40);
    for (int i = 0; i < 1500; i++) {
      now += random.nextLong(2 * HOUR / busy);
      boolean again = !all.isEmpty() && random.nextInt(4) == 0;
      long time = now - (random.nextInt(8) == 0 ? random.nextLong(30 * HOUR) : 0);
      String id = again ? any(all, random).id() : "e-" + i;
      Event event = Event.of("x", id, "c", time, Fields.NONE);
      boolean known = live.contains(event, now);
      assertThat(written.contains(event, now)).isEqualTo(known);
      assertThat(isAmongLatest(all, id, now, SeenEvents.LIMIT)).isIn(known, false);
      assertThat(isAmongLatest(all, id, now, all.size())).isIn(known, true);
      if (!known) {
        live.add(event, now);
        written.add(event, now);
        all.add(new Came(id, time));
      }
      written = random.nextInt(3) == 0 ? written : throughBytes(written, now);
    }
    assertThat(Arrays.equals(bytes(written, now), bytes(live, now))).isTrue();
  }

  private static Came any(List<Came> all, SplittableRandom random) {
    int back = random.nextInt(Math.min(all.size(), 700));
    return all.get(all.size() - 1 - back);
  }

  private static boolean isAmongLatest(List<Came> all, String id, long now, int most) {
    List<Came> latest = all.subList(Math.max(0, all.size() - most), all.size());
    return latest.stream()
        .anyMatch(
            came -> came.id().equals(id) && came.time() > now - 24 * HOUR && came.time() <= now);
  }

  @Example
  void oldOnesAreForgottenAndTheOthersBounded() {
    SeenEvents seen = new SeenEvents();
    for (int i = 0; i < 5000; i++) {
      seen.add(Event.of("x", "e-" + i, "c", START + i, Fields.NONE), START + i);
    }
    assertThat(bytes(seen, START + 5000).length).isBetween(512 * 9, 580 * 9 + 10);
    Event later = Event.of("x", "later", "c", START + 26 * HOUR, Fields.NONE);
    seen.add(later, later.time());
    assertThat(bytes(seen, later.time()).length).isLessThan(20);
    assertThat(seen.contains(later, later.time())).isTrue();
  }

  private static SeenEvents throughBytes(SeenEvents seen, long now) {
    BlobReader in = new BlobReader(bytes(seen, now));
    in.base(now);
    SeenEvents read = SeenEvents.read(in);
    assertThat(in.isAtEnd()).isTrue();
    return read;
  }

  private static byte[] bytes(SeenEvents seen, long now) {
    BlobWriter out = new BlobWriter();
    out.base(now);
    seen.write(out);
    return out.toBytes();
  }
}
