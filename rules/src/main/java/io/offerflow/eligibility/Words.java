package io.offerflow.eligibility;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts, the first at 1 and so on; any other is at 0. */
final class Words extends Places {
  private final Map<Object, Integer> places = new HashMap<>();

  /**
   * @param name the slot of what is compared
   * @param constants each once
   */
  Words(int name, List<Object> constants) {
    super(name);
    constants.forEach(each -> places.put(each, places.size() + 1));
  }

  @Override
  int placeOf(Object value) {
    if (value == null) {
      return MISSING;
    }
    Integer place = places.get(value);
    return place == null ? 0 : place;
  }

  @Override
  public Within lookup(ConstantTest test) {
    BitSet at = new BitSet();
    test.constants().forEach(each -> at.set(places.get(each)));
    return Within.some(this, at, test.at());
  }
}
