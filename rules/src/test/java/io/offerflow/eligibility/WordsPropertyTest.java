package io.offerflow.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.condition.Given;
import io.offerflow.condition.Ref;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.drools.model.functions.Predicate1;

/** What is looked up is what the tests would have said, of texts and of sets of texts. */
class WordsPropertyTest {
  private static final Ref NAME = new Ref.Customer("name");
  private static final Ref LIKES = new Ref.Customer("likes");

  /** More than the marks of one word, and what is written as a slot among them. */
  private static final List<String> TEXTS =
      Stream.concat(
              Stream.of("", "...", "a\"b", "[a]", "İß", "机场", "a, b"),
              IntStream.range(0, 90).mapToObj(i -> "t" + i))
          .toList();

  /** Each as the generated code has it, and as its text: of a text, of a list, of a set. */
  private static final Map<String, Predicate1<Facts>> TESTS = new TreeMap<>();

  static {
    TESTS.put("equal(text(0), string(0))", f -> f.equal(f.text(0), f.string(0)));
    TESTS.put("equal(string(0), text(0))", f -> f.equal(f.string(0), f.text(0)));
    TESTS.put("unequal(text(0), string(0))", f -> f.unequal(f.text(0), f.string(0)));
    TESTS.put("among(text(0), list(1))", f -> f.among(f.text(0), f.list(1)));
    TESTS.put("amongNot(text(0), list(1))", f -> f.amongNot(f.text(0), f.list(1)));
    TESTS.put("hasMember(texts(1), string(0))", f -> f.hasMember(f.texts(1), f.string(0)));
    TESTS.put("lacksMember(texts(1), string(0))", f -> f.lacksMember(f.texts(1), f.string(0)));
  }

  @Property(tries = 100)
  void aTestSaysWhatIsLookedUp(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<Facts> all = Stream.generate(() -> facts(random)).limit(1 + random.nextInt(40)).toList();
    for (Map.Entry<String, Predicate1<Facts>> each : TESTS.entrySet()) {
      List<ConstantTest> tests =
          all.stream()
              .map(facts -> ConstantTest.read(each.getKey(), each.getValue(), facts).orElseThrow())
              .toList();
      Constants constants = Constants.of(tests);
      for (int i = 0; i < all.size(); i++) {
        Facts facts = all.get(i);
        Lookup lookup = constants.lookup(tests.get(i));
        for (Given given : Stream.generate(() -> given(random)).limit(20).toList()) {
          facts.begin("a", given);
          assertThat(lookup.isTrue(facts))
              .as("%s of %s", each.getKey(), tests.get(i))
              .isEqualTo(each.getValue().test(facts));
          facts.end();
        }
      }
    }
  }

  private static Facts facts(Random random) {
    return new Facts(new Ref[] {NAME, LIKES}, new Object[] {text(random), some(random, 1)});
  }

  private static Given given(Random random) {
    return new Given()
        .set("customer.name", random.nextInt(5) == 0 ? null : text(random))
        .set("customer.likes", random.nextInt(5) == 0 ? null : some(random, 0));
  }

  private static Set<String> some(Random random, int least) {
    return Stream.generate(() -> text(random))
        .limit(least + random.nextInt(random.nextBoolean() ? 4 : 120))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String text(Random random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void rulesThatDifferInTextsFindWhatThePlainEvaluatorCallsTrue(@ForAll long seed) {
    Random random = new Random(seed);
    EligibilityPropertyTest.findsWhatThePlainEvaluatorCallsTrue(
        random,
        () -> comparison(random),
        () ->
            given(random)
                .set("last_page", random.nextInt(3) == 0 ? null : text(random))
                .set("tags", some(random, 0)));
  }

  private static String comparison(Random random) {
    String name = random.nextBoolean() ? "customer.name" : "last_page";
    String set = random.nextBoolean() ? "tags" : "customer.likes";
    String text = quoted(text(random));
    String not = random.nextBoolean() ? "" : " not";
    return switch (random.nextInt(7)) {
      case 0 -> text + " == " + name;
      case 1 -> name + (random.nextInt(3) == 0 ? " == " : " != ") + text;
      case 2 -> name + " contains " + text;
      case 3 -> "not (" + set + not + " contains " + text + ")";
      case 4 -> set + not + " contains " + text;
      default ->
          name
              + not
              + Stream.generate(() -> quoted(text(random)))
                  .limit(1 + random.nextInt(12))
                  .collect(Collectors.joining(", ", " in (", ")"));
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\\\"") + '"';
  }
}
