package io.offerflow.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Offer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ModelTest {
  private static final Arm ARM = new Arm("pack", "sms", "tier=gold");
  private static final long HALF_LIFE = 30 * 86_400_000L;
  private static final double GOLDEN = 0.011828039379701876;
  private static final Offer OFFER = new TestWorkspace().read().offers().get("pack");

  private static List<Lesson> lessons(Random random, int count) {
    List<Lesson> lessons = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Arm arm = new Arm("o" + random.nextInt(3), random.nextBoolean() ? "sms" : "push", "");
      lessons.add(new Lesson(arm, 1, random.nextInt(2), random.nextInt(1_000_000_000)));
    }
    return lessons;
  }

  /** (e*s + r)/(e + n), to the last digit. */
  @Property(tries = 200)
  void withoutForgettingTheMeanIsTheContractsFormula(
      @ForAll @IntRange(max = 400) int accepted, @ForAll @IntRange(max = 400) int refused) {
    Learner learner = new Learner(Counts.FOREVER);
    for (int i = 0; i < accepted + refused; i++) {
      learner.learn(new Lesson(ARM, 1, i < accepted ? 1 : 0, 1000L * i));
    }
    BigDecimal e = OFFER.evidence();
    BigDecimal expected =
        e.multiply(OFFER.startPropensity())
            .add(BigDecimal.valueOf(accepted))
            .divide(e.add(BigDecimal.valueOf(accepted + refused)), MathContext.DECIMAL64);
    Belief belief = Belief.of(ARM, OFFER, learner.of(ARM).at(1L << 50, Counts.FOREVER));
    assertThat(belief.propensity()).isEqualByComparingTo(expected);
    assertThat(belief.likes() / (belief.likes() + belief.dislikes()))
        .isCloseTo(expected.doubleValue(), within(1e-12));
  }

  @Property(tries = 200)
  void afterOneHalfLifeHalfIsLeft(
      @ForAll @IntRange(min = 1, max = 1000) int contacts,
      @ForAll @LongRange(min = 1, max = HALF_LIFE * 20) long halfLife) {
    Learner learner = new Learner(halfLife);
    for (int i = 0; i < contacts; i++) {
      learner.learn(new Lesson(ARM, 1, i % 2, 5));
    }
    Counts before = learner.of(ARM);
    Counts after = before.at(5 + halfLife, halfLife);
    assertThat(before.contacts()).isEqualTo(contacts);
    assertThat(after.contacts()).isEqualTo(contacts / 2.0);
    assertThat(after.accepted()).isEqualTo(before.accepted() / 2);
    assertThat(after.at(5 + 2 * halfLife, halfLife).contacts()).isEqualTo(contacts / 4.0);
    assertThat(before.at(0, halfLife)).isEqualTo(before);
  }

  @Property(tries = 100)
  void theOrderOfLessonsMakesNoDifference(
      @ForAll long seed, @ForAll @IntRange(max = 60) int count) {
    Random random = new Random(seed);
    List<Lesson> lessons = lessons(random, count);
    Learner one = new Learner(HALF_LIFE / 10);
    lessons.forEach(one::learn);
    Collections.shuffle(lessons, random);
    Learner other = new Learner(HALF_LIFE / 10);
    lessons.forEach(other::learn);
    assertThat(one.asOf()).isEqualTo(other.asOf());
    one.snapshot()
        .arms()
        .forEach(
            (arm, counts) -> {
              assertThat(other.of(arm).asOf()).isEqualTo(counts.asOf());
              assertThat(other.of(arm).contacts()).isCloseTo(counts.contacts(), within(1e-9));
              assertThat(other.of(arm).accepted()).isCloseTo(counts.accepted(), within(1e-9));
            });
  }

  @Property(tries = 100)
  void aVersionIsTheSameThroughItsBytesAndGoesOnFromThere(
      @ForAll long seed, @ForAll @IntRange(max = 60) int count) {
    List<Lesson> lessons = lessons(new Random(seed), count);
    Learner whole = new Learner(HALF_LIFE);
    Learner first = new Learner(HALF_LIFE);
    lessons.subList(0, count / 2).forEach(first::learn);
    Model saved = first.snapshot();
    Model read = Model.of(saved.toBytes());
    assertThat(read.version()).isEqualTo(saved.version()).isEqualTo(first.version());
    assertThat(read.toBytes()).isEqualTo(saved.toBytes());
    Learner second = new Learner(read, HALF_LIFE);
    lessons.subList(count / 2, count).forEach(second::learn);
    lessons.forEach(whole::learn);
    assertThat(second.version()).isEqualTo(whole.version()).isEqualTo(second.snapshot().version());
    assertThat(second.snapshot().arms()).isEqualTo(whole.snapshot().arms());
    assertThat(saved.version()).isEqualTo(read.version());
  }

  @Test
  void aCorrectionIsAsIfItHadBeenKnownFromTheFirst() {
    Learner corrected = new Learner(HALF_LIFE);
    corrected.learn(new Lesson(ARM, 1, 0, 1000));
    corrected.learn(new Lesson(ARM, 1, 1, HALF_LIFE));
    corrected.learn(new Lesson(ARM, 0, 1, 1000));
    Learner known = new Learner(HALF_LIFE);
    known.learn(new Lesson(ARM, 1, 1, 1000));
    known.learn(new Lesson(ARM, 1, 1, HALF_LIFE));
    assertThat(corrected.of(ARM)).isEqualTo(known.of(ARM));
    corrected.learn(new Lesson(ARM, -1, 0, HALF_LIFE));
    corrected.learn(new Lesson(ARM, -1, 0, HALF_LIFE));
    assertThat(corrected.of(ARM).contacts()).isZero();
    assertThat(corrected.of(ARM).accepted()).isZero();
  }

  @Test
  void brokenBytesAreNoModel() {
    Learner learner = new Learner(HALF_LIFE);
    learner.learn(new Lesson(ARM, 1, 1, 1000));
    byte[] bytes = learner.snapshot().toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Model.of(cut)).isInstanceOf(CorruptBlobException.class);
    }
    bytes[0] = 2;
    assertThatThrownBy(() -> Model.of(bytes)).hasMessageContaining("form 2");
  }

  @Property(tries = 100)
  void outcomesStillOpenSurviveTheirBytes(
      @ForAll long seed, @ForAll @IntRange(max = 30) int count) {
    Random random = new Random(seed);
    Trials trials = new Trials();
    for (int i = 0; i < count; i++) {
      trials.open("d-" + i, ARM, random.nextInt(1_000_000));
    }
    trials.expire(random.nextInt(1_000_000));
    BlobWriter out = new BlobWriter();
    trials.write(out);
    BlobReader in = new BlobReader(out.toBytes());
    Trials read = Trials.read(in);
    assertThat(in.isAtEnd()).isTrue();
    assertThat(read.nextDue()).isEqualTo(trials.nextDue());
    for (int i = 0; i < count; i++) {
      String kind = random.nextBoolean() ? "accepted" : "failed";
      assertThat(read.answered("d-" + i, "pack", kind, 2_000_000))
          .isEqualTo(trials.answered("d-" + i, "pack", kind, 2_000_000));
    }
  }

  @Test
  void outcomesAreBounded() {
    Trials trials = new Trials();
    for (int i = 0; i < Trials.LIMIT + 1; i++) {
      trials.open("d-" + i, ARM, i);
    }
    assertThat(trials.nextDue()).isEqualTo(1);
    trials.expire(Trials.LIMIT);
    assertThat(trials.nextDue()).isEqualTo(Long.MAX_VALUE);
    trials.dropUntil(Trials.LIMIT);
    assertThat(trials.isEmpty()).isTrue();
  }

  @Test
  void theSameDecisionDrawsTheSame() {
    assertThat(new SplitMix("d-1", "thompson").beta(2, 98))
        .isEqualTo(new SplitMix("d-1", "thompson").beta(2, 98))
        .isNotEqualTo(new SplitMix("d-2", "thompson").beta(2, 98))
        // On every machine and in every version: decisions of the past are made again.
        .isEqualTo(GOLDEN);
  }

  /** Mean and variance of a beta distribution, from many draws. */
  @Test
  void drawsAreBetaDistributed() {
    for (double[] shape : new double[][] {{2, 98}, {0.3, 0.7}, {50, 3}}) {
      double sum = 0;
      double squares = 0;
      int draws = 20_000;
      for (int i = 0; i < draws; i++) {
        double drawn = new SplitMix("d-" + i).beta(shape[0], shape[1]);
        sum += drawn;
        squares += drawn * drawn;
      }
      double weight = shape[0] + shape[1];
      double mean = shape[0] / weight;
      double variance = mean * (1 - mean) / (weight + 1);
      double measured = sum / draws;
      assertThat(measured).isCloseTo(mean, within(5 * Math.sqrt(variance / draws)));
      assertThat(squares / draws - measured * measured).isCloseTo(variance, within(variance * 0.1));
    }
  }
}
