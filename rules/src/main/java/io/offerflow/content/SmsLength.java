package io.offerflow.content;

/** Into how many messages a text is cut on its way to a telephone. */
public final class SmsLength {
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  private static final String EXTENDED = "^{}\\[~]|€\f";

  private SmsLength() {}

  /**
   * The number of messages: 160 characters of GSM 03.38, or 70 UTF-16 units of any other text, fit
   * into one; when there are several, 153 or 67 into each. A character of GSM's extension table
   * takes two places.
   */
  public static int parts(String text) {
    int places = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (BASIC.indexOf(c) >= 0) {
        places++;
      } else if (EXTENDED.indexOf(c) >= 0) {
        places += 2;
      } else {
        return parts(text.length(), 70, 67);
      }
    }
    return parts(places, 160, 153);
  }

  private static int parts(int places, int single, int each) {
    return places <= single ? 1 : (places + each - 1) / each;
  }
}
