package io.offerflow.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static final Names NAMES = new Known("customer.name", "event.amount", "spend_30d", "x");

  private final Map<String, Object> values = new HashMap<>();

  @Test
  void placeholdersAreFilledAndNothingIsEscaped() throws Exception {
    values.put("customer.name", "<Li & \"Wu\"> {{x}}");
    assertThat(render("Hello {{customer.name}}!")).isEqualTo("Hello <Li & \"Wu\"> {{x}}!");
    assertThat(render("{{ customer.name }}")).isEqualTo("<Li & \"Wu\"> {{x}}");
  }

  @Test
  void aDefaultStandsWhereTheValueIsMissing() throws Exception {
    assertThat(render("Hello {{customer.name|there}}")).isEqualTo("Hello there");
    assertThat(render("[{{customer.name|}}]")).isEqualTo("[]");
    assertThat(render("{{customer.name|a|b}}")).isEqualTo("a|b");
  }

  @Test
  void withoutValueAndDefaultThereIsNoText() throws Exception {
    Template template = Template.parse("{{event.amount|0}} {{customer.name}} {{x}}", NAMES);
    assertThat(template.render(given())).isNull();
    assertThat(template.unfilled(given())).isEqualTo(new Ref.Feature("customer.name"));
    values.put("customer.name", "Li");
    values.put("x", true);
    assertThat(template.unfilled(given())).isNull();
    assertThat(template.render(given())).isEqualTo("0 Li true");
  }

  @Test
  void valuesPrintForPeople() throws Exception {
    assertThat(print(new BigDecimal("30.000"))).isEqualTo("30");
    assertThat(print(new BigDecimal("1E+6"))).isEqualTo("1000000");
    assertThat(print(new BigDecimal("0.0000"))).isEqualTo("0");
    assertThat(print(new BigDecimal("-12.50"))).isEqualTo("-12.5");
    assertThat(print(new BigDecimal("0.0000001"))).isEqualTo("0.0000001");
    assertThat(print(LocalDate.of(2026, 1, 9))).isEqualTo("2026-01-09");
    assertThat(print(Instant.parse("2026-11-21T08:15:30.120Z")))
        .isEqualTo("2026-11-21T16:15:30.12+08:00");
    assertThat(print(Instant.parse("2026-11-21T16:00:00Z"))).isEqualTo("2026-11-22T00:00:00+08:00");
    assertThat(print(new TreeSet<>(List.of("b", "a")))).isEqualTo("a, b");
    assertThat(print(false)).isEqualTo("false");
  }

  @Test
  void whatCannotBeUnderstoodIsSaidAtItsPlace() {
    assertProblem("Hi {{customer.name", 3, "not closed");
    assertProblem("Hi {{}}", 5, "only {{name}}");
    assertProblem("{{{x}}}", 2, "only {{name}}");
    assertProblem("{{#x}}{{/x}}", 2, "only {{name}}");
    assertProblem("{{x}} {{ custmer.name|a}}", 9, "did you mean `customer.name`?");
    assertProblem("{{zzzzzz}}", 2, "nothing is called `zzzzzz` here");
  }

  @Test
  void bracesAloneAreText() throws Exception {
    assertThat(render("{a} } {{x|}}}")).isEqualTo("{a} } }");
  }

  @Property(tries = 500)
  void anyTextIsReadOrRefused(@ForAll String text) {
    String shown;
    try {
      shown = Template.parse(text, NAMES).text();
    } catch (Template.TemplateException refused) {
      assertThat(refused.offset()).isBetween(0, text.length());
      shown = text;
    }
    assertThat(shown).isEqualTo(text);
  }

  @Property(tries = 200)
  void aTextWithoutBracesIsItself(@ForAll String text) throws Exception {
    String plain = text.replace("{", "(");
    assertThat(Template.parse(plain, NAMES).render(given())).isEqualTo(plain);
  }

  @Test
  void languagesFallBackToTheirParentAndThenToTheWorkspace() {
    Content zh = new Content(Map.of());
    Content en = new Content(Map.of());
    Map<String, Content> both = Map.of("zh", zh, "en", en);

    assertThat(Content.choose(both, "zh-Hant-HK", "en").getKey()).isEqualTo("zh");
    assertThat(Content.choose(both, "fr", "en").getKey()).isEqualTo("en");
    assertThat(Content.choose(both, null, "en-US").getKey()).isEqualTo("en");
    assertThat(Content.choose(Map.of("zh-HK", zh), "zh", "zh")).isNull();
    assertThat(Content.choose(both, "fr", null)).isNull();
  }

  @Test
  void longTextsAreSeveralMessages() {
    assertThat(SmsLength.parts("")).isEqualTo(1);
    assertThat(SmsLength.parts("a".repeat(160))).isEqualTo(1);
    assertThat(SmsLength.parts("a".repeat(161))).isEqualTo(2);
    assertThat(SmsLength.parts("a".repeat(307))).isEqualTo(3);
    assertThat(SmsLength.parts("€".repeat(80))).isEqualTo(1);
    assertThat(SmsLength.parts("€".repeat(81))).isEqualTo(2);
    assertThat(SmsLength.parts("您".repeat(70))).isEqualTo(1);
    assertThat(SmsLength.parts("您".repeat(71))).isEqualTo(2);
    assertThat(SmsLength.parts("您".repeat(135))).isEqualTo(3);
  }

  @Test
  void noCharacterIsCutInTwo() {
    // One place is left in each of the first two messages.
    assertThat(SmsLength.of("€".repeat(153))).isEqualTo(new SmsLength.Size(3, 306, 160, null, 0));
    assertThat(SmsLength.of("a" + "€".repeat(152)))
        .isEqualTo(new SmsLength.Size(2, 305, 160, null, 0));
    assertThat(SmsLength.of("😀".repeat(67))).isEqualTo(new SmsLength.Size(3, 134, 70, "😀", 67));
    assertThat(SmsLength.of("a😀".repeat(23))).isEqualTo(new SmsLength.Size(1, 69, 70, "😀", 23));
  }

  private String print(Object value) throws Exception {
    values.put("x", value);
    return render("{{x}}");
  }

  private String render(String text) throws Exception {
    return Template.parse(text, NAMES).render(given());
  }

  private Values given() {
    return new Values() {
      @Override
      public Object get(Ref ref) {
        return values.get(ref.text());
      }

      @Override
      public ZoneId zone() {
        return ZoneId.of("Asia/Shanghai");
      }
    };
  }

  private static void assertProblem(String text, int offset, String message) {
    assertThatThrownBy(() -> Template.parse(text, NAMES))
        .isInstanceOf(Template.TemplateException.class)
        .hasMessageContaining(message)
        .extracting(thrown -> ((Template.TemplateException) thrown).offset())
        .isEqualTo(offset);
  }

  /** Names that all stand for features, which is enough to be filled. */
  private record Known(Collection<String> all) implements Names {
    Known(String... names) {
      this(List.of(names));
    }

    @Override
    public Names.Known find(String name) {
      return all.contains(name)
          ? new Names.Known(new Ref.Feature(name), ValueType.TEXT, false)
          : null;
    }
  }
}
