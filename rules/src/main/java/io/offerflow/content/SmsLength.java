package io.offerflow.content;

/** Into how many messages a text is cut on its way to a telephone. */
public final class SmsLength {
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  private static final String EXTENDED = "^{}\\[~]|€\f";

  private SmsLength() {}

  /**
   * How a text fits.
   *
   * @param messages at least 1
   * @param places that it takes; a character of GSM's extension table takes two, and so does one
   *     that is two UTF-16 units
   * @param single how many places there are if it is one message: 160, or 70
   * @param foreign the first character that GSM 03.38 does not have, which makes all of them
   *     larger; null when there is none
   * @param foreigners how many such characters there are
   */
  public record Size(int messages, int places, int single, String foreign, int foreigners) {}

  /**
   * 160 characters of GSM 03.38, or 70 UTF-16 units of any other text, fit into one message; when
   * there are several, 153 or 67 into each, and no character is cut in two.
   */
  public static Size of(String text) {
    int[] foreign = text.codePoints().filter(point -> !isGsm(point)).toArray();
    return foreign.length == 0 ? size(text, 160, 153, foreign) : size(text, 70, 67, foreign);
  }

  /** The number of messages. */
  public static int parts(String text) {
    return of(text).messages();
  }

  private static boolean isGsm(int point) {
    return BASIC.indexOf(point) >= 0 || EXTENDED.indexOf(point) >= 0;
  }

  private static Size size(String text, int single, int each, int[] foreign) {
    int all = 0;
    int messages = 1;
    int inLast = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      boolean two =
          foreign.length == 0 ? EXTENDED.indexOf(point) >= 0 : point > Character.MAX_VALUE;
      int places = two ? 2 : 1;
      all += places;
      if (inLast + places > each) {
        messages++;
        inLast = 0;
      }
      inLast += places;
    }
    return new Size(
        all <= single ? 1 : messages,
        all,
        single,
        foreign.length == 0 ? null : Character.toString(foreign[0]),
        foreign.length);
  }
}
