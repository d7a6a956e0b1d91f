package io.offerflow.pipeline.demo;

import java.util.SplittableRandom;

/** Where things are in the city: a rectangle around the middle of Shanghai, and its cells. */
final class Streets {
  static final Place AIRPORT = new Place(31.14, 121.80);

  private static final double SOUTH = 31.08;
  private static final double NORTH = 31.38;
  private static final double WEST = 121.30;
  private static final double EAST = 121.85;
  private static final int ROWS = 10;
  private static final int COLUMNS = 12;

  /** The middle, where people work and shop. */
  private static final Place CENTRE = new Place(31.23, 121.47);

  private static final int SHOPS = 12;

  private Streets() {}

  /** A point, in degrees. */
  record Place(double lat, double lon) {
    /** The point that lies so far on the way, 0 to 1, to another. */
    Place towards(Place other, double share) {
      return new Place(lat + (other.lat - lat) * share, lon + (other.lon - lon) * share);
    }

    /** A point within about that many degrees of it; 0.001 are some 100 m. */
    Place near(double degrees, SplittableRandom random) {
      return new Place(
          lat + degrees * (random.nextDouble() * 2 - 1),
          lon + degrees * (random.nextDouble() * 2 - 1));
    }
  }

  /** Anywhere in the city. */
  static Place home(SplittableRandom random) {
    return new Place(
        SOUTH + (NORTH - SOUTH) * random.nextDouble(),
        WEST + (EAST - WEST) * random.nextDouble() * 0.8);
  }

  /** Mostly around the middle; some work at the airport. */
  static Place work(SplittableRandom random) {
    return random.nextInt(25) == 0
        ? AIRPORT.near(0.004, random)
        : CENTRE.near(0.02 + 0.04 * random.nextDouble(), random);
  }

  /** A shop by number; the first lies in the very middle. */
  static Place shop(int number) {
    double angle = number * 2.4;
    double far = 0.012 * Math.sqrt(number % SHOPS);
    return new Place(CENTRE.lat + far * Math.sin(angle), CENTRE.lon + far * Math.cos(angle));
  }

  static int shops() {
    return SHOPS;
  }

  /** The cell that serves a place: {@code cell-001} in the south-west to {@code cell-120}. */
  static String cell(Place place) {
    int row = band((place.lat - SOUTH) / (NORTH - SOUTH), ROWS);
    int column = band((place.lon - WEST) / (EAST - WEST), COLUMNS);
    int number = row * COLUMNS + column + 1;
    return number < 10 ? "cell-00" + number : number < 100 ? "cell-0" + number : "cell-" + number;
  }

  private static int band(double share, int bands) {
    return Math.max(0, Math.min(bands - 1, (int) Math.floor(share * bands)));
  }
}
