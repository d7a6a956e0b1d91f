package io.offerflow.gateway.http;

import io.offerflow.workspace.ConfigSection;
import java.util.Set;

/** Reads URLs that hold no placeholders. */
final class Urls {
  private Urls() {}

  /** Scheme, host and port of a service, and perhaps the beginning of its path; no slash at end. */
  static String base(ConfigSection section, String otherwise) {
    return section.has("url") ? stripped(fixed(section, "url")) : otherwise;
  }

  /** A whole URL, which must be there. */
  static String whole(ConfigSection section, String example) {
    return section.require("url", example) == null ? null : fixed(section, "url");
  }

  /** Null, with a problem, when the value is no URL; null as well when it is absent. */
  static String fixed(ConfigSection section, String key) {
    String url = section.text(key);
    if (url == null) {
      return null;
    }
    try {
      if (RequestTemplate.url(url, Set.of()).isFixed()) {
        return url;
      }
      section.error(key, "no placeholder can stand here");
    } catch (FieldTemplate.Fault fault) {
      section.value(key).error(fault.offset(), fault.getMessage());
    }
    return null;
  }

  static String stripped(String url) {
    return url == null || !url.endsWith("/") ? url : stripped(url.substring(0, url.length() - 1));
  }
}
