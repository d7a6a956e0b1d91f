package io.offerflow.pipeline.job;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.pipeline.state.Saved;
import java.io.IOException;

/**
 * Puts the features that were filled into the states of one subtask's customers, once it decides by
 * the rules that they are of: into hers when it next looks at her, at the latest in a walk over
 * all. What attempts that came to nothing have left goes in the same walk.
 */
final class PuttingIn implements AutoCloseable {
  private final FoldedFeatures folded;
  private TaskBackfill.Task task;

  /** The attempt whose features are put in. */
  private long attempt = FoldedFeatures.NONE;

  /** The rules that they are of, or that the last ones were of; null before any. */
  private Deployment rules;

  /** The attempt of these; saved until all subtasks are known to have switched. */
  private long unsettled = FoldedFeatures.NONE;

  private boolean remains;

  private Review walk;

  PuttingIn(FoldedFeatures folded) {
    this.folded = folded;
  }

  /** Takes in what one subtask has saved. */
  void read(BlobReader in) throws IOException {
    remains |= in.bool();
    if (in.bool()) {
      attempt = in.fixedLong();
      unsettled = attempt;
      byte[] bytes = new byte[in.count()];
      System.arraycopy(in.bytes(), in.position(), bytes, 0, bytes.length);
      in.skip(bytes.length);
      rules = Deployment.read(bytes);
    }
  }

  /**
   * Saves it.
   *
   * @param filling whether there is an attempt of which something will be left if it ends now
   */
  void write(BlobWriter out, boolean filling) {
    out.bool(remains || filling);
    boolean isOpen = isPuttingIn() || unsettled != FoldedFeatures.NONE;
    out.bool(isOpen);
    if (isOpen) {
      out.fixedLong(isPuttingIn() ? attempt : unsettled);
      byte[] bytes = rules.toBytes();
      out.unsigned(bytes.length);
      out.raw(bytes, 0, bytes.length);
    }
  }

  void open(TaskBackfill.Task ofOperator) {
    task = ofOperator;
    if (isNeeded()) {
      folded.open(task);
    }
  }

  /** The rules whose features are put in, or were last; null before any. */
  Deployment rules() {
    return rules;
  }

  boolean isPuttingIn() {
    return attempt != FoldedFeatures.NONE;
  }

  /** Whether there may be somebody of whom something was made. */
  boolean isNeeded() {
    return isPuttingIn() || remains;
  }

  /** Whether there may be something left of an attempt that came to nothing. */
  boolean hasLeftOvers() {
    return remains;
  }

  boolean isWalking() {
    return walk != null;
  }

  /** All subtasks decide by that or something newer. */
  void settled(long number) {
    if (rules != null && number >= rules.number()) {
      unsettled = FoldedFeatures.NONE;
    }
  }

  /** An attempt comes to nothing. */
  void leftOver() {
    remains = true;
  }

  /** What that attempt has made is put in from now on. */
  void begin(long filled, Deployment of) {
    attempt = filled;
    unsettled = filled;
    rules = of;
  }

  /** All of whom something was made will be looked at: those who are in the state. */
  void walk() throws Exception {
    close();
    folded.writeLater();
    walk = task.all(FoldedFeatures.STATE_NAME);
  }

  /**
   * Goes on with the walk, every {@value Review#MILLIS} ms: a checkpoint has to write whom it has
   * met since the one before, and events wait until it has.
   *
   * @param filling the attempt that is being made, which stays
   * @return whether it is over
   */
  boolean walkOn(long filling) throws Exception {
    if (isPuttingIn() && !task.hasClock()) {
      return false;
    }
    if (walk.next(customer -> settle(customer, filling))) {
      return false;
    }
    close();
    attempt = FoldedFeatures.NONE;
    remains = false;
    return true;
  }

  private void settle(String customer, long filling) throws Exception {
    task.look(customer);
    long made = folded.attempt();
    if (made == FoldedFeatures.NONE || made == filling) {
      return;
    }
    if (made == attempt) {
      task.settle(customer, null);
    } else {
      folded.clear();
    }
  }

  /**
   * Her state with what was made of her, who is the one at hand; from then on that is gone.
   *
   * @return the same where nothing was
   */
  Saved known(Saved state, Core core) throws Exception {
    byte[] made = isPuttingIn() ? folded.of(attempt) : null;
    if (made == null) {
      return state;
    }
    folded.clear();
    return state == null
        ? null
        : new Saved(core.filled(state.blob(), made), state.due(), state.wakeup());
  }

  @Override
  public void close() {
    if (walk != null) {
      walk.close();
      walk = null;
    }
  }
}
