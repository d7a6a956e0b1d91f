package io.offerflow.eligibility;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Texts that may be members of a set: those that are get a mark. */
final class Members implements Constants {
  private final int name;
  private final String[] constants;
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * @param name the slot of the set
   * @param constants each once
   */
  Members(int name, List<Object> constants) {
    this.name = name;
    this.constants = constants.toArray(String[]::new);
    for (String each : this.constants) {
      places.put(each, places.size());
    }
  }

  int name() {
    return name;
  }

  /** Of 64 marks each. */
  int words() {
    return (constants.length + 63) >> 6;
  }

  /** Goes through the fewer, for either may be hundreds: all constants, or all members. */
  void mark(Set<String> set, long[] marks) {
    Arrays.fill(marks, 0);
    if (constants.length <= set.size()) {
      for (int place = 0; place < constants.length; place++) {
        if (set.contains(constants[place])) {
          marks[place >> 6] |= 1L << place;
        }
      }
    } else if (!set.isEmpty()) {
      for (String member : set) {
        Integer place = places.get(member);
        if (place != null) {
          marks[place >> 6] |= 1L << place;
        }
      }
    }
  }

  @Override
  public Mark lookup(ConstantTest test) {
    return new Mark(this, places.get(test.constants().get(0)), test.at());
  }

  /**
   * A test as what it asks of one mark.
   *
   * @param wanted whether it is true where the mark is there, or where it is not
   */
  record Mark(Members members, int place, boolean wanted) implements Lookup {

    @Override
    public boolean isTrue(Facts facts) {
      long[] marks = facts.marks(members);
      return marks != null && wanted == ((marks[place >> 6] & 1L << place) != 0);
    }
  }
}
