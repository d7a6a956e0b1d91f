package io.offerflow.blob;

import java.util.Arrays;

/**
 * The texts of one state by number, in the order in which they came, after the {@link Words}. A
 * hash table that is used again for the next state without being cleared: what an entry is worth,
 * its round says.
 */
final class KnownTexts {
  private String[] texts = new String[256];
  private int[] numbers = new int[256];
  private int[] rounds = new int[256];
  private int round;
  private int count;

  KnownTexts() {
    for (String word : Words.ALL) {
      add(place(word), word);
    }
    // The words are of every round.
    for (int i = 0; i < texts.length; i++) {
      rounds[i] = texts[i] == null ? -1 : Integer.MAX_VALUE;
    }
    clear();
  }

  /** Forgets all but the words. */
  void clear() {
    round++;
    count = Words.COUNT;
    if (round == Integer.MAX_VALUE) {
      Arrays.setAll(rounds, i -> rounds[i] == Integer.MAX_VALUE ? rounds[i] : -1);
      round = 0;
    }
  }

  /**
   * The number of a text that was asked for before; -1 for a new one, which has one from now on.
   */
  int number(String text) {
    int place = place(text);
    if (isKnown(place)) {
      return numbers[place];
    }
    add(place, text);
    if (count > texts.length / 2) {
      grow();
    }
    return -1;
  }

  private void add(int place, String text) {
    texts[place] = text;
    rounds[place] = round;
    numbers[place] = count++;
  }

  private boolean isKnown(int place) {
    return texts[place] != null && (rounds[place] == round || rounds[place] == Integer.MAX_VALUE);
  }

  /** Where it is, or where it goes. */
  private int place(String text) {
    int hash = text.hashCode();
    int place = (hash ^ hash >>> 16) & texts.length - 1;
    while (isKnown(place) && !texts[place].equals(text)) {
      place = place + 1 & texts.length - 1;
    }
    return place;
  }

  private void grow() {
    String[] before = texts;
    int[] numbersBefore = numbers;
    int[] roundsBefore = rounds;
    texts = new String[before.length * 2];
    numbers = new int[texts.length];
    rounds = new int[texts.length];
    Arrays.fill(rounds, -1);
    for (int i = 0; i < before.length; i++) {
      if (before[i] != null && (roundsBefore[i] == round || roundsBefore[i] == Integer.MAX_VALUE)) {
        int place = place(before[i]);
        texts[place] = before[i];
        numbers[place] = numbersBefore[i];
        rounds[place] = roundsBefore[i];
      }
    }
  }
}
