package io.offerflow.replay;

import io.offerflow.decision.CustomerView;
import io.offerflow.decision.CustomerView.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one cause changed of what is known of a customer; names in order.
 *
 * @param features each with its value at that instant without the cause, and with it
 * @param consents by channel and purpose
 * @param forgotten whether she was erased or forgotten; what else went with it is not listed
 */
public record Changes(
    List<Change> features,
    List<Change> attributes,
    List<Change> consents,
    List<String> entered,
    List<String> left,
    List<String> tagged,
    List<String> untagged,
    boolean forgotten) {

  /** Nothing changed. */
  public static final Changes NONE =
      new Changes(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), false);

  /**
   * A value that is another one now.
   *
   * @param from null where it was missing
   * @param to null where it is missing now
   */
  public record Change(String name, Value from, Value to) {}

  static Changes between(CustomerView before, CustomerView after) {
    boolean forgotten = before.known() && !after.known();
    return new Changes(
        forgotten ? List.of() : changed(before.features(), after.features()),
        forgotten ? List.of() : changed(before.attributes(), after.attributes()),
        changed(before.consents(), after.consents()),
        missing(before.zones(), after.zones()),
        missing(after.zones(), before.zones()),
        missing(before.tags(), after.tags()),
        missing(after.tags(), before.tags()),
        forgotten);
  }

  private static List<Change> changed(Map<String, Value> before, Map<String, Value> after) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<Change> changed = new ArrayList<>();
    for (String name : names) {
      Value from = before.get(name);
      Value to = after.get(name);
      if (!Objects.equals(from, to)) {
        changed.add(new Change(name, from, to));
      }
    }
    return changed;
  }

  private static List<String> missing(Set<String> in, Set<String> of) {
    return of.stream().filter(name -> !in.contains(name)).toList();
  }

  public boolean isEmpty() {
    return equals(NONE);
  }
}
