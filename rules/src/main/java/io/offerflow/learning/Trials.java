package io.offerflow.learning;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.Fingerprint;
import io.offerflow.blob.Written;
import java.util.ArrayList;
import java.util.List;

/**
 * One customer's contacts that taught nothing yet, or that may still turn out otherwise: the part
 * of her state that says when a contact's outcome is known. Part of {@code CustomerState}.
 *
 * <p>A contact is accepted, or it is not: by {@code declined} or {@code unsubscribed}, or because
 * its offer expired without an answer. An acceptance that comes later corrects that, as of the time
 * at which it was noted; {@code failed} takes it back, for nothing reached her.
 */
public final class Trials implements Written {
  /** As many as contacts are remembered. */
  static final int LIMIT = 512;

  private static final long OPEN = Long.MAX_VALUE;

  /**
   * @param contact fingerprint of what is remembered of the decision's id, and of the offer: an
   *     answer presents several
   * @param due when it is known without an answer, epoch milliseconds
   * @param missedAt when it was noted as not accepted; {@link #OPEN} as long as it was not
   */
  private record Trial(long contact, Arm arm, long due, long missedAt) {
    Trial missed(long at) {
      return new Trial(contact, arm, due, at);
    }
  }

  private final List<Trial> all = new ArrayList<>();

  /**
   * A contact went out.
   *
   * @param expires when it is known without an answer, epoch milliseconds
   */
  public void open(String decision, Arm arm, long expires) {
    if (all.size() == LIMIT) {
      all.remove(0);
    }
    all.add(new Trial(Fingerprint.of(decision, arm.offer()), arm, expires, OPEN));
  }

  /**
   * An answer came.
   *
   * @param kind of response
   * @param now epoch milliseconds
   * @return what is learned of it; null when it says nothing new
   */
  public Lesson answered(String decision, String offer, String kind, long now) {
    int at = find(Fingerprint.of(decision, offer));
    if (at < 0) {
      return null;
    }
    Trial trial = all.get(at);
    boolean open = trial.missedAt == OPEN;
    switch (kind) {
      case "accepted":
        all.remove(at);
        return open
            ? new Lesson(trial.arm, 1, 1, now)
            : new Lesson(trial.arm, 0, 1, trial.missedAt);
      case "declined", "unsubscribed":
        if (!open) {
          return null;
        }
        all.set(at, trial.missed(now));
        return new Lesson(trial.arm, 1, 0, now);
      case "failed":
        all.remove(at);
        return open ? null : new Lesson(trial.arm, -1, 0, trial.missedAt);
      default:
        return null;
    }
  }

  /** What was opened under another form of a decision's id goes on under that one. */
  public void rename(String before, String after, String offer) {
    int at = find(Fingerprint.of(before, offer));
    if (at >= 0) {
      Trial known = all.get(at);
      all.set(at, new Trial(Fingerprint.of(after, offer), known.arm, known.due, known.missedAt));
    }
  }

  /** Nothing was heard of it, and the policy takes that for nothing having arrived. */
  public void undo(String decision, String offer) {
    int at = find(Fingerprint.of(decision, offer));
    if (at >= 0 && all.get(at).missedAt == OPEN) {
      all.remove(at);
    }
  }

  private int find(long contact) {
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).contact == contact) {
        return i;
      }
    }
    return -1;
  }

  /** When an outcome is known without an answer next; Long.MAX_VALUE for never. */
  public long nextDue() {
    long next = Long.MAX_VALUE;
    for (Trial trial : all) {
      if (trial.missedAt == OPEN) {
        next = Math.min(next, trial.due);
      }
    }
    return next;
  }

  /** What is known at that instant because no answer came. */
  public List<Lesson> expire(long due) {
    List<Lesson> lessons = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Trial trial = all.get(i);
      if (trial.missedAt == OPEN && trial.due <= due) {
        all.set(i, trial.missed(trial.due));
        lessons.add(new Lesson(trial.arm, 1, 0, trial.due));
      }
    }
    return lessons;
  }

  /** Drops those that were noted at that instant or before it: no answer can change them. */
  public void dropUntil(long epochMillis) {
    all.removeIf(trial -> trial.missedAt != OPEN && trial.missedAt <= epochMillis);
  }

  /** Those of two ids that turn out to be one customer. */
  public void addAll(Trials others) {
    for (Trial trial : others.all) {
      if (find(trial.contact) < 0 && all.size() < LIMIT) {
        all.add(trial);
      }
    }
  }

  @Override
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Writes them relative to the writer's base. */
  @Override
  public void write(BlobWriter out) {
    out.unsigned(all.size());
    for (Trial trial : all) {
      out.fixedLong(trial.contact);
      out.text(trial.arm.offer());
      out.text(trial.arm.channel());
      out.text(trial.arm.context());
      out.time(trial.due);
      out.bool(trial.missedAt != OPEN);
      if (trial.missedAt != OPEN) {
        out.time(trial.missedAt);
      }
    }
  }

  public static Trials read(BlobReader in) {
    Trials trials = new Trials();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      long contact = in.fixedLong();
      Arm arm = new Arm(in.text(), in.text(), in.text());
      long due = in.time();
      trials.all.add(new Trial(contact, arm, due, in.bool() ? in.time() : OPEN));
    }
    return trials;
  }
}
