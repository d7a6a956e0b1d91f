package io.offerflow.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketTest {
  /** Reckoned by Python's hashlib; docs/semantics.md promises them for ever. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          telecom                  | c-1               | 6978
          telecom                  | c-2               | 5424
          airport-roaming/hold-out | c-1               | 144
          airport-roaming/variants | c-1               | 9845
          telecom                  | +86 138 0013 8000 | 2432
          欢迎                      | 客户-7              | 6581
          telecom                  | ''                | 349
          """)
  void aCustomerIsInTheSameBucketForEver(String salt, String customer, int bucket) {
    assertThat(Bucket.of(salt, customer)).isEqualTo(bucket);
  }

  @Test
  void sharesAreKept() {
    int[] found = new int[10];
    for (int i = 0; i < 100_000; i++) {
      found[Bucket.of("telecom", "c-" + i) / 1000]++;
    }
    for (int tenth : found) {
      // Four standard deviations of 100,000 draws of one tenth.
      assertThat(tenth).isCloseTo(10_000, within(380));
    }
  }

  @Test
  void theSaltMakesExperimentsIndependent() {
    int both = 0;
    for (int i = 0; i < 100_000; i++) {
      boolean one = Bucket.of("a/hold-out", "c-" + i) < 1000;
      boolean other = Bucket.of("b/hold-out", "c-" + i) < 1000;
      both += one && other ? 1 : 0;
    }
    assertThat(both).isCloseTo(1000, within(126));
  }

  @Test
  void aShareIsSoManyBuckets() {
    assertThat(Bucket.count(new BigDecimal("0.0525"))).isEqualTo(525);
    assertThat(Bucket.count(BigDecimal.ZERO)).isZero();
    assertThat(Bucket.count(BigDecimal.ONE)).isEqualTo(Bucket.COUNT);
  }
}
