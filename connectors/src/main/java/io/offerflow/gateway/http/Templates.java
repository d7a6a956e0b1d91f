package io.offerflow.gateway.http;

import io.offerflow.workspace.ConfigSection;
import io.offerflow.workspace.ConfigValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the templates of a file of settings; every fault is reported where it stands. */
final class Templates {
  private final Set<String> secrets;

  /**
   * @param secrets names that placeholders may use
   */
  Templates(Set<String> secrets) {
    this.secrets = secrets;
  }

  private interface Parser {
    FieldTemplate parse(String text, Set<String> secrets) throws FieldTemplate.Fault;
  }

  /** Null when there were problems. */
  RequestTemplate request(ConfigSection section) {
    String method = section.word("method", RequestTemplate.METHODS, "POST");
    FieldTemplate url = null;
    if (section.require("url", "`url: https://...`") != null) {
      url = parse(section.value("url"), "`url`", RequestTemplate::url);
    }
    Map<String, FieldTemplate> headers = headers(section.value("headers"));
    RequestTemplate.Body body = body(section);
    if (body != null && method.equals("GET")) {
      section.error("method", "a GET has no body: put it into the query, or write `method: POST`");
    }
    section.close();
    return url == null ? null : new RequestTemplate(method, url, headers, body);
  }

  private RequestTemplate.Body body(ConfigSection section) {
    ConfigValue json = section.value("json");
    ConfigValue form = section.value("form");
    ConfigValue text = section.value("text");
    int bodies = (json == null ? 0 : 1) + (form == null ? 0 : 1) + (text == null ? 0 : 1);
    if (bodies > 1) {
      section.error(
          form == null ? "text" : "form", "a request has one body: `json`, `form` or `text`");
    }
    if (json != null) {
      return new RequestTemplate.Json(json(json));
    }
    if (form != null) {
      return new RequestTemplate.Form(fields(form, "`form`"));
    }
    return text == null
        ? null
        : new RequestTemplate.Plain(parse(text, "`text`", FieldTemplate::parse));
  }

  /** By name; none when the value is null. */
  Map<String, FieldTemplate> headers(ConfigValue value) {
    if (value == null) {
      return Map.of();
    }
    Map<String, FieldTemplate> headers = fields(value, "`headers`");
    Map<String, ConfigValue> places = value.members() == null ? Map.of() : value.members();
    places.forEach(
        (name, place) -> {
          if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")) {
            place.error("this is no name of a header: write it with letters, digits and -");
          } else if (RequestTemplate.RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            place.error("`" + name + "` is set by the connection itself: remove it");
          }
        });
    return headers;
  }

  private Map<String, FieldTemplate> fields(ConfigValue value, String what) {
    Map<String, FieldTemplate> fields = new LinkedHashMap<>();
    if (value.members() == null) {
      value.error(what + " is a mapping of names to texts, but this is " + value.kind());
      return fields;
    }
    value
        .members()
        .forEach(
            (name, text) -> fields.put(name, parse(text, "`" + name + "`", FieldTemplate::parse)));
    return fields;
  }

  private JsonTemplate json(ConfigValue value) {
    if (value.members() != null) {
      Map<String, JsonTemplate> members = new LinkedHashMap<>();
      value.members().forEach((name, member) -> members.put(name, json(member)));
      return JsonTemplate.object(members);
    }
    if (value.items() != null) {
      List<JsonTemplate> items = new ArrayList<>();
      value.items().forEach(item -> items.add(json(item)));
      return new JsonTemplate.Items(items);
    }
    return value.text() == null
        ? new JsonTemplate.Literal(value.literal())
        : new JsonTemplate.Text(parse(value, "a text", FieldTemplate::parse));
  }

  private FieldTemplate parse(ConfigValue value, String what, Parser parser) {
    String text = value.text();
    if (text == null) {
      value.error(what + " is text, but this is " + value.kind());
      return FieldTemplate.fixed("");
    }
    try {
      return parser.parse(text, secrets);
    } catch (FieldTemplate.Fault fault) {
      value.error(fault.offset(), fault.getMessage());
      return FieldTemplate.fixed("");
    }
  }
}
