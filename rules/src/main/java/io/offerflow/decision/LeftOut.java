package io.offerflow.decision;

import java.util.ArrayList;
import java.util.List;

/** What one call of the core had to leave out. */
final class LeftOut {
  private final List<Broken> parts = new ArrayList<>(0);

  void feature(String name, String reason) {
    parts.add(new Broken(Broken.Part.FEATURE, name, reason));
  }

  /** A campaign's success is asked for each of its contacts; once is enough to be told. */
  void success(String campaign, String reason) {
    Broken success = new Broken(Broken.Part.SUCCESS, campaign, reason);
    if (!parts.contains(success)) {
      parts.add(success);
    }
  }

  /** All since the last time. */
  List<Broken> take() {
    if (parts.isEmpty()) {
      return List.of();
    }
    List<Broken> taken = List.copyOf(parts);
    parts.clear();
    return taken;
  }
}
