package io.offerflow.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "0s, 0",
    "1ms, 1",
    "90s, 90000",
    "20m, 1200000",
    "12h, 43200000",
    "1d, 86400000",
    "2w, 1209600000",
    "36500d, 3153600000000"
  })
  void readsEachUnit(String text, long millis) {
    assertThat(DurationText.parse(text)).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s", "5", "-5s", "+5s", "1.5h", "5 s", "5S", "5min", "1h30m", "٣s", "1e3s"})
  void saysWhatToWriteInstead(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a whole number and one of ms s m h d w");
  }

  @ParameterizedTest
  @ValueSource(strings = {"36501d", "999999999999999999w"})
  void refusesWhatWouldOverflow(String text) {
    assertThatThrownBy(() -> DurationText.parse(text)).hasMessageContaining("at most 36500d");
  }

  @Test
  void formatsWithTheLargestUnitThatFits() {
    assertThat(DurationText.format(86_400_000)).isEqualTo("1d");
    assertThat(DurationText.format(90_000)).isEqualTo("90s");
    assertThat(DurationText.format(1_500)).isEqualTo("1500ms");
  }

  @Property
  void readsBackWhatItFormats(
      @ForAll @LongRange(min = 0, max = DurationText.MAX_MILLIS) long millis) {
    assertThat(DurationText.parse(DurationText.format(millis))).isEqualTo(millis);
  }
}
