package io.offerflow.analysis;

import com.google.re2j.Pattern;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A set of texts.
 *
 * @param listed whether {@code texts} are all there are, or all that are not in it
 * @param required questions to which all of them answer yes
 * @param refused questions to which all of them answer no
 */
record Texts(boolean listed, Set<String> texts, Set<Question> required, Set<Question> refused)
    implements Domain {
  static final Texts ANY = new Texts(false, Set.of(), Set.of(), Set.of());

  Texts {
    texts = Set.copyOf(texts);
    required = Set.copyOf(required);
    refused = Set.copyOf(refused);
  }

  /** Something that is true or false of a text. */
  sealed interface Question {
    boolean asked(String text);
  }

  /** {@code contains "..."}. */
  record Part(String part) implements Question {
    @Override
    public boolean asked(String text) {
      return text.contains(part);
    }
  }

  /** {@code matches "..."}. */
  record Found(String pattern) implements Question {
    @Override
    public boolean asked(String text) {
      return Pattern.compile(pattern).matcher(text).find();
    }
  }

  /** What {@code lower(...)} can answer. */
  record LowerCase() implements Question {
    @Override
    public boolean asked(String text) {
      return text.toLowerCase(Locale.ROOT).equals(text);
    }
  }

  static Texts of(Collection<String> texts, boolean among) {
    return new Texts(among, Set.copyOf(texts), Set.of(), Set.of());
  }

  static Texts of(Question question, boolean answer) {
    Set<Question> one = Set.of(question);
    return new Texts(false, Set.of(), answer ? one : Set.of(), answer ? Set.of() : one);
  }

  @Override
  public Texts and(Domain other) {
    Texts more = (Texts) other;
    Set<String> both = new HashSet<>(listed || !more.listed ? texts : more.texts);
    if (listed && more.listed) {
      both.retainAll(more.texts);
    } else if (listed || more.listed) {
      both.removeAll(listed ? more.texts : texts);
    } else {
      both.addAll(more.texts);
    }
    return new Texts(
        listed || more.listed, both, union(required, more.required), union(refused, more.refused));
  }

  private static Set<Question> union(Set<Question> one, Set<Question> other) {
    Set<Question> all = new HashSet<>(one);
    all.addAll(other);
    return all;
  }

  @Override
  public boolean isEmpty() {
    return listed
        ? texts.stream().noneMatch(this::answers)
        : required.stream().anyMatch(refused::contains);
  }

  private boolean answers(String text) {
    return required.stream().allMatch(question -> question.asked(text))
        && refused.stream().noneMatch(question -> question.asked(text));
  }
}
