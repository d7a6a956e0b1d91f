package io.offerflow.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.codec.DeadLetter;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final int MANY = 10_000;

  /** Numbers, each tenth of them a dead letter, to an end of its own. */
  private static final class Counting implements EventSource {
    private final Consumer<DeadLetter> dead;
    private final int until;
    private final IOException failure;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int number;

    Counting(Consumer<DeadLetter> dead, int until, IOException failure) {
      this.dead = dead;
      this.until = until;
      this.failure = failure;
    }

    @Override
    public Event next() throws IOException {
      while (number < until) {
        number++;
        if (number % 10 != 0) {
          return Event.of("x", "e-" + number, "c", number, Fields.NONE);
        }
        dead.accept(new DeadLetter("tenth", "" + number, new byte[0]));
      }
      if (failure != null) {
        throw failure;
      }
      return null;
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  private final List<String> heard = new ArrayList<>();
  private Counting source;

  @Test
  void eventsAndDeadLettersComeInTheirOrderInThisThread() throws IOException {
    Thread mine = Thread.currentThread();
    try (ReadAhead ahead =
        new ReadAhead(
            letters -> source = new Counting(letters, MANY, null),
            letter -> {
              assertThat(Thread.currentThread()).isSameAs(mine);
              heard.add(letter.position());
            })) {
      for (Event event = ahead.next(); event != null; event = ahead.next()) {
        heard.add(event.id().substring(2));
      }
      assertThat(ahead.next()).isNull();
    }
    List<String> all = new ArrayList<>();
    for (int i = 1; i <= MANY; i++) {
      all.add("" + i);
    }
    assertThat(heard).isEqualTo(all);
    assertThat(source.closed).isTrue();
  }

  @Test
  void whatGoesWrongIsToldAfterWhatCameBefore() throws IOException {
    IOException broken = new IOException("a disk");
    try (ReadAhead ahead =
        new ReadAhead(letters -> source = new Counting(letters, 5, broken), letter -> {})) {
      for (int i = 1; i <= 5; i++) {
        assertThat(ahead.next().id()).isEqualTo("e-" + i);
      }
      assertThatThrownBy(ahead::next).isSameAs(broken);
    }
  }

  @Test
  void whoStopsEarlyEndsTheReading() throws IOException {
    ReadAhead ahead =
        new ReadAhead(letters -> source = new Counting(letters, Integer.MAX_VALUE, null), l -> {});
    assertThat(ahead.next().id()).isEqualTo("e-1");
    ahead.close();
    assertThat(source.closed).isTrue();
    assertThat(source.number).isLessThan(MANY);
  }
}
