package io.offerflow.gateway;

import io.offerflow.gateway.carrier.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Messages that wait for an account, by channel: the class order decides who goes next, then the
 * order of arrival. Not safe for several threads.
 */
final class WaitingRoom {
  private static final Comparator<Waiting> ORDER =
      Comparator.<Waiting>comparingInt(one -> one.rank).thenComparingLong(one -> one.sequence);

  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final PriorityQueue<Waiting> later =
      new PriorityQueue<>(Comparator.comparingLong((Waiting one) -> one.notBefore));
  private final List<String> classes;
  private final Pace pace;
  private ToIntFunction<Message> weights = message -> 1;
  private long arrivals;

  private static final class Lane {
    final PriorityQueue<Waiting> ready = new PriorityQueue<>(ORDER);
    final Pace pace;
    int size;

    Lane(Pace pace) {
      this.pace = pace;
    }
  }

  /**
   * An empty one.
   *
   * @param classes in the order in which they go; others come last
   * @param perSecond of the account; 0 for no limit
   */
  WaitingRoom(List<String> classes, double perSecond, Collection<ChannelSettings> channels) {
    this.classes = classes;
    this.pace = new Pace(perSecond);
    for (ChannelSettings channel : channels) {
      lanes.put(channel.channel(), new Lane(new Pace(channel.perSecond())));
    }
  }

  /** How many messages of the rates one is. */
  void weigh(ToIntFunction<Message> weighing) {
    weights = weighing;
  }

  /** A message that comes for the first time. */
  void add(Waiting one) {
    int rank = classes.indexOf(one.message.contactClass());
    one.rank = rank < 0 ? classes.size() : rank;
    one.sequence = arrivals++;
    Lane lane = lanes.get(one.channel.channel());
    lane.size++;
    lane.ready.add(one);
  }

  /** A message that was taken and is to wait until its {@code notBefore}. */
  void putBack(Waiting one) {
    lanes.get(one.channel.channel()).size++;
    later.add(one);
  }

  int size(String channel) {
    return lanes.get(channel).size;
  }

  /** Of all channels. */
  int size() {
    return lanes.values().stream().mapToInt(lane -> lane.size).sum();
  }

  /** Takes the one that goes next, if one may go at this instant. */
  Waiting take(long nanos) {
    admit(nanos);
    if (pace.delay(nanos) > 0) {
      return null;
    }
    Lane best = null;
    for (Lane lane : lanes.values()) {
      if (!lane.ready.isEmpty()
          && lane.pace.delay(nanos) == 0
          && (best == null || ORDER.compare(lane.ready.peek(), best.ready.peek()) < 0)) {
        best = lane;
      }
    }
    if (best == null) {
      return null;
    }
    Waiting next = best.ready.poll();
    int weight = weights.applyAsInt(next.message);
    pace.take(nanos, weight);
    best.pace.take(nanos, weight);
    best.size--;
    return next;
  }

  /** How long until one may go, in nanoseconds; {@code most} when that is sooner, or never. */
  long delay(long nanos, long most) {
    admit(nanos);
    long wait = most;
    for (Lane lane : lanes.values()) {
      if (!lane.ready.isEmpty()) {
        wait = Math.min(wait, Math.max(pace.delay(nanos), lane.pace.delay(nanos)));
      }
    }
    if (!later.isEmpty()) {
      wait = Math.min(wait, later.peek().notBefore - nanos);
    }
    return Math.max(0, wait);
  }

  /** Takes all of some kind out. */
  List<Waiting> takeAll(Predicate<Waiting> wanted) {
    List<Waiting> taken = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    List<Iterable<Waiting>> all = new ArrayList<>(List.of(later));
    lanes.values().forEach(lane -> all.add(lane.ready));
    for (Iterable<Waiting> queue : all) {
      for (Iterator<Waiting> each = queue.iterator(); each.hasNext(); ) {
        Waiting one = each.next();
        if (wanted.test(one)) {
          each.remove();
          taken.add(one);
          counts.merge(one.channel.channel(), 1, Integer::sum);
        }
      }
    }
    counts.forEach((channel, count) -> lanes.get(channel).size -= count);
    return taken;
  }

  private void admit(long nanos) {
    while (!later.isEmpty() && later.peek().notBefore - nanos <= 0) {
      Waiting due = later.poll();
      lanes.get(due.channel.channel()).ready.add(due);
    }
  }
}
