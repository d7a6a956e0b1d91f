package io.offerflow.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the records of the topic of bundles come to. Not safe for two threads. */
public final class BundleHistory {
  private final TreeMap<Long, BundleRecord.Activated> activations = new TreeMap<>();
  private final Map<String, PublishedBundle> bundles = new TreeMap<>();
  private final List<BundleRecord.Refused> refused = new ArrayList<>();
  private long end;

  /** Takes the next record; those of a topic go in order. */
  public void add(BundleRecord next) {
    end = next.offset() + 1;
    if (next instanceof BundleRecord.Activated activated) {
      activations.putIfAbsent(activated.activation().number(), activated);
    } else if (next instanceof BundleRecord.Content content) {
      bundles.put(content.bundle().version(), content.bundle());
    } else if (next instanceof BundleRecord.Refused wrong) {
      refused.add(wrong);
    } else {
      activations.values().removeIf(gone -> gone.key().equals(next.key()));
      bundles.keySet().removeIf(version -> BundleCodec.key(version).equals(next.key()));
    }
  }

  /** What is to run; empty before the first deployment. */
  public Optional<Activation> inForce() {
    return Optional.ofNullable(activations.lastEntry())
        .map(newest -> newest.getValue().activation());
  }

  /** The content of a version, if it was published. */
  public Optional<PublishedBundle> bundle(String version) {
    return Optional.ofNullable(bundles.get(version));
  }

  /** The activation of that number, if there was one. */
  public Optional<Activation> activation(long number) {
    return Optional.ofNullable(activations.get(number)).map(BundleRecord.Activated::activation);
  }

  /** All that are known, the newest first. */
  public List<Activation> activations() {
    return activations.descendingMap().values().stream()
        .map(BundleRecord.Activated::activation)
        .toList();
  }

  /** All versions that are known, sorted. */
  public List<PublishedBundle> bundles() {
    return List.copyOf(bundles.values());
  }

  /** What stands in the topic and counts for nothing, in order. */
  public List<BundleRecord.Refused> refused() {
    return List.copyOf(refused);
  }

  /** The offset behind the last record that was taken. */
  public long end() {
    return end;
  }
}
