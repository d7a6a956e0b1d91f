package io.offerflow.gateway;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Entries of the last while, found by decision, by what the other side calls them, and by address.
 * Bounded in age and number; the oldest go first. Safe for several threads.
 */
final class Remembered {
  private final long forMillis;
  private final int atMost;
  private final Map<String, Entry> byDecision = new LinkedHashMap<>();
  private final Map<Reference, String> byReference = new HashMap<>();
  private final Map<Long, String> byAddress = new HashMap<>();

  private record Reference(String account, String name) {}

  Remembered(long forMillis, int atMost) {
    this.forMillis = forMillis;
    this.atMost = atMost;
  }

  /** Takes an entry in, unless what is known is newer. Returns whether it did. */
  synchronized boolean put(Entry entry, long now) {
    Entry known = byDecision.get(entry.decision());
    if (entry.time() <= now - forMillis || !entry.isAfter(known)) {
      return false;
    }
    if (known != null && known.time() != entry.time()) {
      // What is submitted again is young again.
      byDecision.remove(entry.decision());
    }
    byDecision.put(entry.decision(), entry);
    for (String reference : entry.references()) {
      byReference.put(new Reference(entry.account(), reference), entry.decision());
    }
    if (entry.state() != Entry.State.OPEN) {
      Entry last = of(byAddress.get(entry.address()));
      if (last == null || last.time() <= entry.time()) {
        byAddress.put(entry.address(), entry.decision());
      }
    }
    forget(now);
    return true;
  }

  synchronized Entry of(String decision) {
    return decision == null ? null : byDecision.get(decision);
  }

  /** By what the other side calls one of its parts, also one of which a receipt came already. */
  synchronized Entry byReference(String account, String reference) {
    return of(byReference.get(new Reference(account, reference)));
  }

  /** The latest message to an address. */
  synchronized Entry byAddress(long address) {
    return of(byAddress.get(address));
  }

  synchronized int size() {
    return byDecision.size();
  }

  private void forget(long now) {
    Iterator<Entry> oldest = byDecision.values().iterator();
    while (oldest.hasNext()) {
      Entry entry = oldest.next();
      if (byDecision.size() <= atMost && entry.time() > now - forMillis) {
        return;
      }
      oldest.remove();
      byAddress.remove(entry.address(), entry.decision());
      for (String reference : entry.references()) {
        byReference.remove(new Reference(entry.account(), reference), entry.decision());
      }
    }
  }
}
