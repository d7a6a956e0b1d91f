package io.offerflow.gateway.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What somebody asked of the receiver; not to be believed before it is proven. Personal as a whole.
 *
 * @param path raw
 * @param query raw; null for none
 * @param headers by name in small letters, the first of each
 */
record Call(String method, String path, String query, Map<String, String> headers, byte[] body) {
  /** The last parts of the path, as many as asked for; empty texts where there are fewer. */
  List<String> tail(int parts) {
    String[] all = path.split("/", -1);
    return IntStream.range(all.length - parts, all.length)
        .mapToObj(at -> at < 0 ? "" : all[at])
        .toList();
  }

  String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** A parameter of the query, decoded; null when it is absent or badly written. */
  String parameter(String name) {
    if (query == null) {
      return null;
    }
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).equals(name)) {
        try {
          return URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badlyWritten) {
          return null;
        }
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return method + " call";
  }
}
