package io.offerflow.gateway.http;

import java.nio.charset.StandardCharsets;

/** What a value must not do where it stands: end its part of a URL, a header or a form. */
final class Escapes {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private Escapes() {}

  /** Percent-encoded but for what RFC 3986 calls unreserved: safe in a path, a query or a form. */
  static String url(String value) {
    StringBuilder escaped = new StringBuilder(value.length() + 16);
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0 && UNRESERVED.indexOf(b) >= 0) {
        escaped.append((char) b);
      } else {
        percent(escaped, b);
      }
    }
    return escaped.toString();
  }

  /** Visible ASCII and spaces stay; all else, line ends first of all, is percent-encoded. */
  static String header(String value) {
    StringBuilder escaped = new StringBuilder(value.length() + 16);
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b < 0x7f) {
        escaped.append((char) b);
      } else {
        percent(escaped, b);
      }
    }
    return escaped.toString();
  }

  private static void percent(StringBuilder escaped, byte b) {
    escaped.append('%').append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
  }
}
