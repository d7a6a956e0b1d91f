package io.offerflow.moment;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.Written;
import io.offerflow.event.Fields;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;

/**
 * One customer's open waits: one for each campaign and matched value, at most {@value #LIMIT} a
 * campaign.
 */
public final class Waits implements Written {
  static final int LIMIT = 16;

  private final List<Wait> open = new ArrayList<>(4);

  /** Opens one; it takes the place of an earlier A, and gives way to a later one. */
  void open(Wait wait) {
    int ofCampaign = 0;
    int oldest = -1;
    for (int i = 0; i < open.size(); i++) {
      Wait other = open.get(i);
      if (other.campaign() != wait.campaign()) {
        continue;
      }
      if (Objects.equals(other.match(), wait.match())) {
        if (other.time() <= wait.time()) {
          open.set(i, wait);
        }
        return;
      }
      ofCampaign++;
      if (oldest < 0 || other.time() < open.get(oldest).time()) {
        oldest = i;
      }
    }
    if (ofCampaign == LIMIT) {
      if (open.get(oldest).time() > wait.time()) {
        return;
      }
      open.remove(oldest);
    }
    open.add(wait);
  }

  /**
   * Ends the wait of that campaign and value if B at that time counts for it.
   *
   * @return the wait that B ended, or null
   */
  Wait end(int campaign, String match, long time) {
    for (Iterator<Wait> waits = open.iterator(); waits.hasNext(); ) {
      Wait wait = waits.next();
      if (wait.campaign() == campaign
          && Objects.equals(wait.match(), match)
          && wait.time() <= time
          && time <= wait.end()) {
        waits.remove();
        return wait;
      }
    }
    return null;
  }

  /** Drops those that are over in silence: whose end {@code now} has passed. */
  void dropOver(long now) {
    open.removeIf(wait -> !wait.byClock() && wait.end() < now);
  }

  /** The earliest end that is a moment; Long.MAX_VALUE when there is none. */
  public long nextDue() {
    long next = Long.MAX_VALUE;
    for (Wait wait : open) {
      if (wait.byClock()) {
        next = Math.min(next, wait.end());
      }
    }
    return next;
  }

  /** Takes out those whose end, at that instant or before, is a moment. */
  List<Wait> due(long instant) {
    List<Wait> ended = new ArrayList<>(1);
    for (Iterator<Wait> waits = open.iterator(); waits.hasNext(); ) {
      Wait wait = waits.next();
      if (wait.byClock() && wait.end() <= instant) {
        ended.add(wait);
        waits.remove();
      }
    }
    return ended;
  }

  /** Drops the waits of campaigns that there are no more. */
  public void keep(IntPredicate campaigns) {
    open.removeIf(wait -> !campaigns.test(wait.campaign()));
  }

  @Override
  public boolean isEmpty() {
    return open.isEmpty();
  }

  /** Writes them relative to the writer's base. */
  @Override
  public void write(BlobWriter out) {
    out.unsigned(open.size());
    for (Wait wait : open) {
      out.fixedInt(wait.campaign());
      out.text(wait.match());
      out.time(wait.time());
      out.unsigned((wait.end() - wait.time()) * 2 + (wait.byClock() ? 1 : 0));
      out.text(wait.id());
      wait.fields().write(out);
    }
  }

  public static Waits read(BlobReader in) {
    Waits waits = new Waits();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      int campaign = in.fixedInt();
      String match = in.text();
      long time = in.time();
      long length = in.unsigned();
      long end = time + length / 2;
      boolean byClock = length % 2 == 1;
      String id = in.text();
      waits.open.add(new Wait(campaign, match, time, end, byClock, id, Fields.read(in)));
    }
    return waits;
  }
}
