package io.offerflow.zone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.locationtech.jts.geom.Envelope;

/**
 * Places by where they are: an R-tree that is packed once (sort-tile-recursive) into flat arrays.
 * JTS's own tree takes a lock for each query and two objects for each; this one takes neither.
 */
final class PlaceTree {
  private static final int FAN = 16;

  /** The places at the leaves, in packed order; one with two boxes is here twice. */
  private final Place[] leaves;

  /**
   * By level, leaves first: west, east, south, north of each node. The children of node n are FAN *
   * n and the FAN - 1 that follow it in the level below.
   */
  private final double[][] levels;

  PlaceTree(List<Place> places) {
    List<Leaf> boxes = new ArrayList<>();
    for (Place place : places) {
      if (place.hasShape()) {
        for (Envelope box : place.shape().boxes()) {
          boxes.add(new Leaf(place, box));
        }
      }
    }
    Leaf[] packed = packed(boxes);
    leaves = new Place[packed.length];
    List<double[]> bottomUp = new ArrayList<>();
    double[] level = new double[4 * packed.length];
    for (int i = 0; i < packed.length; i++) {
      leaves[i] = packed[i].place;
      Envelope box = packed[i].box;
      level[4 * i] = box.getMinX();
      level[4 * i + 1] = box.getMaxX();
      level[4 * i + 2] = box.getMinY();
      level[4 * i + 3] = box.getMaxY();
    }
    bottomUp.add(level);
    while (level.length > 4 * FAN) {
      level = parents(level);
      bottomUp.add(level);
    }
    levels = bottomUp.toArray(new double[0][]);
  }

  /** The places that hold that point, in no order; null when there is none. */
  ArrayList<Place> at(double lat, double lon) {
    int top = levels.length - 1;
    return search(top, 0, levels[top].length / 4, lat, lon, null);
  }

  private ArrayList<Place> search(
      int level, int from, int to, double lat, double lon, ArrayList<Place> before) {
    double[] boxes = levels[level];
    ArrayList<Place> found = before;
    for (int i = from; i < to; i++) {
      if (lon < boxes[4 * i]
          || lon > boxes[4 * i + 1]
          || lat < boxes[4 * i + 2]
          || lat > boxes[4 * i + 3]) {
        continue;
      }
      if (level > 0) {
        int end = Math.min(FAN * (i + 1), levels[level - 1].length / 4);
        found = search(level - 1, FAN * i, end, lat, lon, found);
      } else if (leaves[i].shape().covers(lat, lon)) {
        found = found == null ? new ArrayList<>(4) : found;
        found.add(leaves[i]);
      }
    }
    return found;
  }

  private static double[] parents(double[] level) {
    int children = level.length / 4;
    double[] parents = new double[4 * ((children + FAN - 1) / FAN)];
    for (int i = 0; i < children; i++) {
      int p = 4 * (i / FAN);
      boolean first = i % FAN == 0;
      parents[p] = first ? level[4 * i] : Math.min(parents[p], level[4 * i]);
      parents[p + 1] = first ? level[4 * i + 1] : Math.max(parents[p + 1], level[4 * i + 1]);
      parents[p + 2] = first ? level[4 * i + 2] : Math.min(parents[p + 2], level[4 * i + 2]);
      parents[p + 3] = first ? level[4 * i + 3] : Math.max(parents[p + 3], level[4 * i + 3]);
    }
    return parents;
  }

  /** In slices from west to east, each from south to north, so that neighbours share a node. */
  private static Leaf[] packed(List<Leaf> boxes) {
    Leaf[] packed = boxes.toArray(new Leaf[0]);
    Arrays.sort(
        packed, Comparator.comparingDouble(leaf -> leaf.box.getMinX() + leaf.box.getMaxX()));
    int nodes = (packed.length + FAN - 1) / FAN;
    int slice = FAN * (int) Math.ceil(Math.sqrt(nodes));
    for (int from = 0; from < packed.length; from += slice) {
      int to = Math.min(from + slice, packed.length);
      Arrays.sort(
          packed,
          from,
          to,
          Comparator.comparingDouble(leaf -> leaf.box.getMinY() + leaf.box.getMaxY()));
    }
    return packed;
  }

  private record Leaf(Place place, Envelope box) {}
}
