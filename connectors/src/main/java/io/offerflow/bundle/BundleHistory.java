package io.offerflow.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the records of the topic of bundles come to. Not safe for two threads. */
public final class BundleHistory {
  private final TreeMap<Long, BundleRecord.Activated> activations = new TreeMap<>();

  /** Of each number the keys of all its records, those as well that lost. */
  private final TreeMap<Long, List<String>> keys = new TreeMap<>();

  private final Map<String, PublishedBundle> bundles = new TreeMap<>();
  private final List<BundleRecord.Refused> refused = new ArrayList<>();
  private long end;

  /** Takes the next record; those of a topic go in order. */
  public void add(BundleRecord next) {
    end = next.offset() + 1;
    if (next instanceof BundleRecord.Activated activated) {
      long number = activated.activation().number();
      activations.putIfAbsent(number, activated);
      keys.computeIfAbsent(number, first -> new ArrayList<>()).add(next.key());
    } else if (next instanceof BundleRecord.Content content) {
      bundles.put(content.bundle().version(), content.bundle());
    } else if (next instanceof BundleRecord.Refused wrong) {
      refused.add(wrong);
    } else {
      activations.values().removeIf(gone -> gone.key().equals(next.key()));
      keys.values().forEach(all -> all.remove(next.key()));
      bundles.keySet().removeIf(version -> BundleCodec.key(version).equals(next.key()));
    }
  }

  /** What is to run; empty before the first deployment. */
  public Optional<Activation> inForce() {
    return Optional.ofNullable(activations.lastEntry())
        .map(newest -> newest.getValue().activation());
  }

  /** Whether what is in force is signed. */
  public boolean isSigned() {
    return !activations.isEmpty() && activations.lastEntry().getValue().signed();
  }

  /** The content of a version, if it was published. */
  public Optional<PublishedBundle> bundle(String version) {
    return Optional.ofNullable(bundles.get(version));
  }

  /** The activation of that number, if there was one. */
  public Optional<Activation> activation(long number) {
    return Optional.ofNullable(activations.get(number)).map(BundleRecord.Activated::activation);
  }

  /** The greatest number up to that one's with which features are to be filled; 0 for none. */
  public long backfill(Activation upTo) {
    return activations.headMap(upTo.number(), true).descendingMap().values().stream()
        .map(BundleRecord.Activated::activation)
        .filter(Activation::backfill)
        .mapToLong(Activation::number)
        .findFirst()
        .orElse(0);
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

  /** The keys of activations that are not among the newest, and of versions only they named. */
  List<String> olderThan(int newest) {
    List<Activation> all = activations();
    if (all.size() <= newest) {
      return List.of();
    }
    Set<String> needed = new TreeSet<>();
    all.subList(0, newest).forEach(kept -> needed.add(kept.version()));
    Set<String> old = new TreeSet<>();
    keys.headMap(all.get(newest - 1).number()).values().forEach(old::addAll);
    for (Activation gone : all.subList(newest, all.size())) {
      if (bundles.containsKey(gone.version()) && !needed.contains(gone.version())) {
        old.add(BundleCodec.key(gone.version()));
      }
    }
    return List.copyOf(old);
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
