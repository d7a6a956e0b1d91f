package io.offerflow.pipeline.job;

import io.offerflow.decision.Input;
import io.offerflow.pipeline.job.StockMessage.Filled;
import io.offerflow.pipeline.job.StockMessage.Shared;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One attempt to fill features: what it makes of the subtask's customers carries its number, and
 * what it says to other subtasks names the deployment that it is for.
 *
 * <p>What it makes is held in memory as far as there is room, and written a little at a time once
 * all is taken in: a checkpoint before then has no use for it, but events would wait until it had
 * written what each past event changes.
 */
final class FillAttempt implements Filling.Subtask {
  /** So much is held; what was met longest ago is written when there is more. */
  static final long MOST_BYTES = 32L << 20;

  /** What an entry takes beside its bytes, about. */
  static final int ENTRY_BYTES = 160;

  /** So many are written at once. */
  private static final int BATCH = 20;

  private final long fill;
  private final long number;
  private final TaskBackfill.Task task;
  private final FoldedFeatures folded;
  private final Positions positions;
  private final TaskLeases leases;
  private final long mostBytes;

  private final Map<String, byte[]> held = new LinkedHashMap<>(16, 0.75f, true);
  private long heldBytes;
  private boolean writing;

  /**
   * @param fill the deployment with a back-fill, the same in all subtasks
   * @param number the attempt's, of which another run has another
   * @param positions how far the subtask is; changes
   * @param mostBytes so much is held in memory
   */
  FillAttempt(
      long fill,
      long number,
      TaskBackfill.Task task,
      FoldedFeatures folded,
      Positions positions,
      TaskLeases leases,
      long mostBytes) {
    this.fill = fill;
    this.number = number;
    this.task = task;
    this.folded = folded;
    this.positions = positions;
    this.leases = leases;
    this.mostBytes = mostBytes;
  }

  @Override
  public Positions positions() {
    return positions.copy();
  }

  @Override
  public void look(String customer) {
    task.look(customer);
  }

  @Override
  public byte[] state() throws Exception {
    return task.state();
  }

  @Override
  public byte[] folded() throws Exception {
    byte[] made = held.get(task.atHand());
    return made == null ? folded.of(number) : made;
  }

  @Override
  public void fold(byte[] made) throws Exception {
    String customer = task.atHand();
    leave(customer);
    if (made == null || writing) {
      folded.put(number, made);
      return;
    }
    held.put(customer, made);
    heldBytes += made.length + ENTRY_BYTES;
    if (heldBytes > mostBytes) {
      writeEldest();
      look(customer);
    }
  }

  private void leave(String customer) {
    byte[] before = held.remove(customer);
    if (before != null) {
      heldBytes -= before.length + ENTRY_BYTES;
    }
  }

  private void writeEldest() throws Exception {
    Map.Entry<String, byte[]> eldest = held.entrySet().iterator().next();
    look(eldest.getKey());
    folded.put(number, eldest.getValue());
    leave(eldest.getKey());
  }

  @Override
  public boolean write() throws Exception {
    writing = true;
    for (int i = 0; i < BATCH && !held.isEmpty(); i++) {
      writeEldest();
    }
    return !held.isEmpty();
  }

  @Override
  public void share(Input.Joining joining) {
    int to = task.subtask(joining.customer());
    leases.tell(new Shared(fill, to, JoiningForm.write(joining)));
  }

  @Override
  public void filled() {
    leases.tell(new Filled(fill));
  }
}
