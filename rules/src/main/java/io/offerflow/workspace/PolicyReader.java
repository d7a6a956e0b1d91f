package io.offerflow.workspace;

import io.offerflow.condition.Names;
import io.offerflow.feature.Window;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads policy.yaml. */
final class PolicyReader {
  private static final Pattern HOURS =
      Pattern.compile("([0-9]{2}:[0-9]{2}(?::[0-9]{2})?) ?- ?([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)");
  private static final List<String> IGNORED =
      Arrays.stream(Policy.Ignored.values()).map(Policy.Ignored::word).toList();

  private final Sheet sheet;
  private final Settings settings;
  private final Map<String, Offer> offers;
  private final Names names;
  private final Doubts doubts;
  private final Set<String> categories = new TreeSet<>();

  /**
   * @param names what conditions may speak of
   */
  PolicyReader(
      Problems problems, Settings settings, Map<String, Offer> offers, Names names, Doubts doubts) {
    this.sheet = new Sheet(WorkspaceFiles.POLICY, problems);
    this.settings = settings;
    this.offers = offers;
    this.names = names;
    this.doubts = doubts;
    for (Offer offer : offers.values()) {
      if (offer.category() != null) {
        categories.add(offer.category());
      }
    }
  }

  Policy read(Yaml root) {
    Section section =
        root == null ? null : Section.of(sheet, root, "policy.yaml", "`classes: {sales: {}}`");
    if (section == null) {
      return Policy.NONE;
    }
    Map<String, Policy.QuietHours> quietHours = quietHours(section);
    List<Policy.Blackout> blackouts = blackouts(section);
    Policy.WhenQuiet whenQuiet = whenQuiet(section, Policy.WhenQuiet.HOLD);
    Map<String, Policy.ContactClass> classes = classes(section);
    Policy policy =
        new Policy(
            quietHours,
            whenQuiet,
            blackouts,
            classes,
            caps(section, classes.keySet()),
            consent(section),
            record(section),
            LearningReader.policy(section),
            new SuppressReader(sheet, classes.keySet(), names, doubts).read(section),
            apart(section),
            refund(section),
            section.share("control group"));
    section.close();
    return policy;
  }

  /** Of policy.yaml and of a campaign. */
  static Policy.WhenQuiet whenQuiet(Section section, Policy.WhenQuiet otherwise) {
    Yaml node = section.get("when quiet");
    String word =
        node == null ? null : section.sheet.word(node, "`when quiet`", List.of("hold", "drop"));
    if (word == null) {
      return otherwise;
    }
    return word.equals("drop") ? Policy.WhenQuiet.DROP : Policy.WhenQuiet.HOLD;
  }

  private List<Yaml.Entry> entries(Section section, String key, String example) {
    Yaml node = section.get(key);
    if (node == null) {
      return List.of();
    }
    if (node instanceof Yaml.Mapping mapping) {
      return mapping.entries();
    }
    sheet.error(node, "`" + key + "` is written as " + example + ", but this is " + node.kind());
    return List.of();
  }

  private String channel(Yaml node) {
    return sheet.reference(node, "channel", settings.channels().keySet(), WorkspaceFiles.SETTINGS);
  }

  private Map<String, Policy.QuietHours> quietHours(Section section) {
    Map<String, Policy.QuietHours> hours = new LinkedHashMap<>();
    for (Yaml.Entry entry : entries(section, "quiet hours", "{sms: \"21:00-09:00\"}")) {
      channel(entry.key());
      Settings.Channel channel = settings.channels().get(entry.name());
      if (channel != null && channel.inbound()) {
        sheet.warning(
            entry.key(), "`" + entry.name() + "` is inbound: quiet hours do not apply to it");
      }
      Policy.QuietHours parsed = hours(entry.value());
      if (parsed != null) {
        hours.put(entry.name(), parsed);
      }
    }
    return hours;
  }

  private Policy.QuietHours hours(Yaml node) {
    String text = sheet.text(node, "quiet hours");
    if (text == null) {
      return null;
    }
    Matcher matcher = HOURS.matcher(text);
    try {
      if (matcher.matches()) {
        LocalTime from = LocalTime.parse(matcher.group(1));
        LocalTime to = LocalTime.parse(matcher.group(2));
        if (!from.equals(to)) {
          return new Policy.QuietHours(from, to);
        }
        sheet.error(node, "quiet hours that end when they begin are none: write \"21:00-09:00\"");
        return null;
      }
    } catch (DateTimeException wrong) {
      // Reported below.
    }
    sheet.error(
        node,
        "\""
            + Sheet.shorten(text)
            + "\" are no hours: write \"21:00-09:00\""
            + (text.contains("24:00") ? ", midnight being 00:00" : ""));
    return null;
  }

  private List<Policy.Blackout> blackouts(Section section) {
    List<Policy.Blackout> blackouts = new ArrayList<>();
    Yaml node = section.get("blackouts");
    List<Yaml> items = node == null ? null : sheet.list(node, "`blackouts`");
    for (Yaml item : items == null ? List.<Yaml>of() : items) {
      Section blackout =
          Section.of(sheet, item, "a blackout", "{from: 2026-12-31T18:00, to: 2027-01-01T10:00}");
      if (blackout == null) {
        continue;
      }
      LocalDateTime from = local(blackout, "from");
      LocalDateTime to = local(blackout, "to");
      if (from != null && to != null && from.isBefore(to)) {
        blackouts.add(new Policy.Blackout(from, to));
      } else if (from != null && to != null) {
        sheet.error(item, "the blackout ends before it begins: swap `from` and `to`");
      }
      blackout.close();
    }
    return blackouts;
  }

  private LocalDateTime local(Section section, String key) {
    Yaml node = section.require(key, "`" + key + ": 2026-12-31T18:00`");
    String text = node == null ? null : sheet.text(node, "`" + key + "`");
    if (text == null) {
      return null;
    }
    try {
      return LocalDateTime.parse(text);
    } catch (DateTimeException wrong) {
      sheet.error(
          node,
          "\""
              + Sheet.shorten(text)
              + "\" is no local day and time: write 2026-12-31T18:00,"
              + " without an offset");
      return null;
    }
  }

  private Map<String, Policy.ContactClass> classes(Section section) {
    Map<String, Policy.ContactClass> classes = new LinkedHashMap<>();
    for (Yaml.Entry entry : entries(section, "classes", "{service: {}, sales: {}}")) {
      sheet.name(entry.key(), "the name of a class");
      Section own =
          Section.of(sheet, entry.value(), "class `" + entry.name() + "`", "{purpose: marketing}");
      if (own == null) {
        classes.put(
            entry.name(),
            new Policy.ContactClass(entry.name(), classes.size(), "marketing", Set.of(), true));
        continue;
      }
      String purpose = own.text("purpose");
      classes.put(
          entry.name(),
          new Policy.ContactClass(
              entry.name(),
              classes.size(),
              purpose == null ? "marketing" : purpose,
              ignores(own),
              own.flag("counts", true)));
      own.close();
    }
    return classes;
  }

  private Set<Policy.Ignored> ignores(Section section) {
    Set<Policy.Ignored> ignores = EnumSet.noneOf(Policy.Ignored.class);
    Yaml node = section.get("ignores");
    List<Yaml> items = node == null ? null : sheet.list(node, "`ignores`");
    for (Yaml item : items == null ? List.<Yaml>of() : items) {
      String word = sheet.word(item, "what a class ignores", IGNORED);
      if (word != null && IGNORED.contains(word)) {
        ignores.add(Policy.Ignored.values()[IGNORED.indexOf(word)]);
      }
    }
    return ignores;
  }

  private List<Policy.Cap> caps(Section section, Set<String> classes) {
    List<Policy.Cap> caps = new ArrayList<>();
    Yaml node = section.get("caps");
    List<Yaml> items = node == null ? null : sheet.list(node, "`caps`");
    for (Yaml item : items == null ? List.<Yaml>of() : items) {
      Section own = Section.of(sheet, item, "a cap", "{max: 1, last: 24h, channel: sms}");
      if (own != null) {
        caps.add(cap(own, classes));
        own.close();
      }
    }
    return caps;
  }

  private Policy.Cap cap(Section own, Set<String> classes) {
    Yaml maxNode = own.require("max", "`max: 1`");
    Integer max = maxNode == null ? null : sheet.contacts(maxNode, "`max`");
    Window window = WindowText.read(own);
    if (window instanceof Window.Life && !own.has("last") && !own.has("since")) {
      sheet.error(own.mapping, "a cap needs a window: write `last: 24h` or `since: day`");
    }
    Yaml channel = own.get("channel");
    Yaml category = own.get("category");
    Yaml contactClass = own.get("class");
    String categoryName = category == null ? null : sheet.text(category, "`category`");
    if (categoryName != null
        && !categories.contains(categoryName)
        && !sheet.problems().isBroken(WorkspaceFiles.OFFERS)) {
      sheet.warning(
          category,
          "no offer has the category `"
              + Sheet.shorten(categoryName)
              + "`"
              + Sheet.didYouMean(categoryName, categories));
    }
    return new Policy.Cap(
        max == null ? 1 : max,
        window,
        channel == null ? null : channel(channel),
        categoryName,
        contactClass == null
            ? null
            : sheet.reference(contactClass, "class", classes, WorkspaceFiles.POLICY));
  }

  private List<Policy.Apart> apart(Section section) {
    List<Policy.Apart> apart = new ArrayList<>();
    Yaml node = section.get("apart");
    List<Yaml> items = node == null ? null : sheet.list(node, "`apart`");
    for (Yaml item : items == null ? List.<Yaml>of() : items) {
      Section own = Section.of(sheet, item, "an entry of `apart`", "{offers: [a, b], for: 14d}");
      if (own == null) {
        continue;
      }
      Yaml offersNode = own.require("offers", "`offers: [a, b]`, which are not made together");
      List<String> ids = offersNode == null ? List.of() : sheet.texts(offersNode, "`offers`");
      if (offersNode instanceof Yaml.Listing listing) {
        listing.items().forEach(this::offer);
        if (listing.items().size() < 2) {
          sheet.error(offersNode, "`offers` are at least two: write [a, b]");
        }
      }
      own.require("for", "`for: 14d`");
      apart.add(new Policy.Apart(Set.copyOf(ids), own.duration("for", 1, false)));
      own.close();
    }
    return apart;
  }

  private Policy.Refund refund(Section section) {
    Yaml node = section.get("refund");
    String word =
        node == null
            ? null
            : sheet.word(node, "`refund`", List.of("failed", "failed or unconfirmed"));
    return "failed or unconfirmed".equals(word)
        ? Policy.Refund.FAILED_OR_UNCONFIRMED
        : Policy.Refund.FAILED;
  }

  private void offer(Yaml node) {
    if (!doubts.about(node.toString())) {
      sheet.reference(node, "offer", offers.keySet(), WorkspaceFiles.OFFERS);
    }
  }

  private Map<String, Boolean> consent(Section section) {
    Map<String, Boolean> optIn = new LinkedHashMap<>();
    for (Yaml.Entry entry : entries(section, "consent", "{sms: opt-out, push: opt-in}")) {
      channel(entry.key());
      String word =
          sheet.word(
              entry.value(), "the consent of `" + entry.name() + "`", List.of("opt-in", "opt-out"));
      optIn.put(entry.name(), !"opt-out".equals(word));
    }
    return optIn;
  }

  /** Where nothing is said every decision is recorded: a why must have an answer. */
  private BigDecimal record(Section section) {
    Yaml node = section.get("record");
    Section own = node == null ? null : Section.of(sheet, node, "`record`", "{none: 1%}");
    if (own == null) {
      return BigDecimal.ONE;
    }
    Yaml none = own.get("none");
    BigDecimal share = none == null ? null : sheet.percent(none, "`none`");
    own.close();
    return share == null ? BigDecimal.ONE : share;
  }
}
