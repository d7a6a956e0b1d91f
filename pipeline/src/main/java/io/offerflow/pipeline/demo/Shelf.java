package io.offerflow.pipeline.demo;

import java.util.List;
import java.util.SplittableRandom;

/** Something that is looked at in the app and bought. */
record Shelf(String product, String category, int price) {
  private static final List<Shelf> ALL =
      List.of(
          new Shelf("data-10gb", "data", 30),
          new Shelf("data-50gb", "data", 100),
          new Shelf("night-data", "data", 10),
          new Shelf("plan-5g", "plan", 129),
          new Shelf("family-plan", "plan", 199),
          new Shelf("roaming-7d", "roaming", 98),
          new Shelf("roaming-30d", "roaming", 298),
          new Shelf("phone-5g", "handset", 2999),
          new Shelf("watch", "handset", 899),
          new Shelf("video-month", "video", 25),
          new Shelf("screen-repair", "service", 350));

  static Shelf pick(SplittableRandom random) {
    return ALL.get(random.nextInt(ALL.size()));
  }
}
