package io.offerflow.gateway.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is asked of the other side for each push.
 *
 * @param method such as {@code POST}
 * @param url its scheme, host and port are fixed
 * @param headers by name; one that comes to nothing is left out
 * @param body null for none
 */
record RequestTemplate(
    String method, FieldTemplate url, Map<String, FieldTemplate> headers, Body body) {
  static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /** Headers that are the connection's own business. */
  static final Set<String> RESERVED =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  RequestTemplate {
    headers = new LinkedHashMap<>(headers);
  }

  sealed interface Body {
    String type();

    byte[] fill(PushValues values) throws FieldTemplate.MissingValue;
  }

  record Json(JsonTemplate value) implements Body {
    @Override
    public String type() {
      return "application/json";
    }

    @Override
    public byte[] fill(PushValues values) throws FieldTemplate.MissingValue {
      return value.fill(values);
    }
  }

  record Form(Map<String, FieldTemplate> fields) implements Body {
    public Form {
      fields = new LinkedHashMap<>(fields);
    }

    @Override
    public String type() {
      return "application/x-www-form-urlencoded";
    }

    @Override
    public byte[] fill(PushValues values) throws FieldTemplate.MissingValue {
      StringBuilder form = new StringBuilder();
      for (Map.Entry<String, FieldTemplate> field : fields.entrySet()) {
        if (!form.isEmpty()) {
          form.append('&');
        }
        form.append(Escapes.url(field.getKey())).append('=');
        form.append(Escapes.url(field.getValue().fill(values, text -> text)));
      }
      return form.toString().getBytes(StandardCharsets.US_ASCII);
    }
  }

  record Plain(FieldTemplate text) implements Body {
    @Override
    public String type() {
      return "text/plain; charset=UTF-8";
    }

    @Override
    public byte[] fill(PushValues values) throws FieldTemplate.MissingValue {
      return text.fill(values, same -> same).getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * One request, filled in. Holds addresses, texts and secrets, and so never says what it is.
   *
   * @param body null for none
   */
  record Filled(String method, URI url, Map<String, String> headers, byte[] body) {
    @Override
    public String toString() {
      return method + " request";
    }
  }

  /** The template of a URL whose scheme, host and port hold no placeholder. */
  static FieldTemplate url(String text, Set<String> secrets) throws FieldTemplate.Fault {
    FieldTemplate template = FieldTemplate.parse(text, secrets);
    String lower = text.toLowerCase(Locale.ROOT);
    int authority = lower.startsWith("https://") ? 8 : lower.startsWith("http://") ? 7 : -1;
    if (authority < 0) {
      throw new FieldTemplate.Fault(0, "a URL begins with https:// or http://");
    }
    int open = text.indexOf("{{");
    int slash = text.indexOf('/', authority);
    if (open >= 0 && (slash < 0 || open < slash)) {
      throw new FieldTemplate.Fault(
          open, "no placeholder can stand before the path: where pushes go to is fixed");
    }
    if (text.indexOf('#') >= 0) {
      throw new FieldTemplate.Fault(text.indexOf('#'), "the part after # never leaves a client");
    }
    requireUrl(template, open < 0 ? 0 : open);
    return template;
  }

  private static void requireUrl(FieldTemplate template, int offset) throws FieldTemplate.Fault {
    StringBuilder sample = new StringBuilder();
    for (FieldTemplate.Part part : template.parts()) {
      sample.append(part instanceof FieldTemplate.Fixed fixed ? fixed.text() : "x");
    }
    try {
      URI uri = new URI(sample.toString());
      if (uri.getHost() == null) {
        throw new FieldTemplate.Fault(0, "this URL names no host");
      }
      if (uri.getUserInfo() != null) {
        throw new FieldTemplate.Fault(0, "no user and password in a URL: use a header and secrets");
      }
    } catch (URISyntaxException e) {
      throw new FieldTemplate.Fault(
          e.getIndex() >= 0 && e.getIndex() <= offset ? e.getIndex() : 0,
          "this is no URL: " + e.getReason().toLowerCase(Locale.ROOT));
    }
  }

  boolean isSecure() {
    return url.parts().get(0) instanceof FieldTemplate.Fixed fixed
        && fixed.text().toLowerCase(Locale.ROOT).startsWith("https:");
  }

  Filled fill(PushValues values) throws FieldTemplate.MissingValue {
    Map<String, String> filled = new LinkedHashMap<>();
    if (body != null) {
      filled.put("content-type", body.type());
    }
    for (Map.Entry<String, FieldTemplate> header : headers.entrySet()) {
      String value = header.getValue().fill(values, Escapes::header).strip();
      if (!value.isEmpty()) {
        filled.put(header.getKey().toLowerCase(Locale.ROOT), value);
      }
    }
    byte[] bytes = body == null ? null : body.fill(values);
    return new Filled(method, URI.create(url.fill(values, Escapes::url)), filled, bytes);
  }
}
