package io.offerflow.gateway.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.content.SmsLength;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class SmsTextProperties {
  private static final String GSM =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€\f";

  @Property(tries = 300)
  void thePartsOfAGsmTextAreItsCharacters(@ForAll("gsm") String text) {
    SmsText sms = SmsText.parts(text);
    assertThat(sms.dataCoding()).isEqualTo(SmsText.GSM);
    assertThat(joined(sms)).isEqualTo(text);
    assertThat(sms.parts().get(0).length).isLessThanOrEqualTo(sms.parts().size() == 1 ? 160 : 153);
  }

  @Property(tries = 300)
  void noPartEndsWithinACharacter(@ForAll("any") String text) {
    SmsText sms = SmsText.parts(text);
    StringBuilder apart = new StringBuilder();
    for (byte[] part : sms.parts()) {
      String decoded = SmsText.decode(part, sms.dataCoding());
      assertThat(decoded.length() > 0 && Character.isHighSurrogate(last(decoded))).isFalse();
      apart.append(decoded);
      assertThat(part.length).isLessThanOrEqualTo(sms.dataCoding() == SmsText.GSM ? 160 : 140);
    }
    assertThat(apart.toString()).isEqualTo(text);
  }

  @Property(tries = 300)
  void thereAreAsManyPartsAsValidateSays(@ForAll("any") String text) {
    assertThat(SmsText.parts(text).parts()).hasSize(SmsLength.parts(text));
  }

  @Property(tries = 100)
  void headersNumberTheParts(@ForAll("any") String text) {
    SmsText sms = SmsText.parts(text.repeat(3));
    List<Integer> numbers = new ArrayList<>();
    for (int part = 0; part < sms.parts().size(); part++) {
      byte[] octets = sms.withHeader(part, (byte) 77);
      assertThat(octets[3]).isEqualTo((byte) 77);
      assertThat(octets[4]).isEqualTo((byte) sms.parts().size());
      assertThat(octets.length).isEqualTo(6 + sms.parts().get(part).length);
      numbers.add((int) octets[5]);
    }
    assertThat(numbers).isSorted().doesNotHaveDuplicates().startsWith(1);
  }

  @Example
  void theAlphabetIsThatOfGsm0338() {
    assertThat(Gsm7.encode("@£ €[\n")).containsExactly(0, 1, 0x20, 0x1b, 0x65, 0x1b, 0x3c, 0x0a);
    assertThat(Gsm7.encode("中")).isNull();
    assertThat(Gsm7.encode("ç")).isNull();
    assertThat(Gsm7.decode(new byte[] {0x41, 0x1b, 0x01, 0x1b})).isEqualTo("A  ");
  }

  @Provide
  Arbitrary<String> gsm() {
    return Arbitraries.strings().withChars(GSM.toCharArray()).ofMaxLength(700);
  }

  @Provide
  Arbitrary<String> any() {
    Arbitrary<String> faces = Arbitraries.of("😀", "中", "a", "€", "é", "🇨🇳");
    return Arbitraries.oneOf(
        gsm(), faces.list().ofMaxSize(300).map(parts -> String.join("", parts)));
  }

  private static String joined(SmsText sms) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    sms.parts().forEach(all::writeBytes);
    return Gsm7.decode(all.toByteArray());
  }

  private static char last(String text) {
    return text.charAt(text.length() - 1);
  }
}
