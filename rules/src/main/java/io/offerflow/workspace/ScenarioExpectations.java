package io.offerflow.workspace;

import io.offerflow.workspace.Scenario.Expectation;
import io.offerflow.workspace.Scenario.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads what a step expects. */
final class ScenarioExpectations {
  private static final String EXAMPLE =
      "`nothing`, {offer: X, channel: Y}, {answers: [X, Y]}, {result: {CAMPAIGN: won}} or {why not: {CAMPAIGN: cap}}";

  private final Sheet sheet;
  private final Vocabulary vocabulary;
  private final Set<String> results;

  ScenarioExpectations(Sheet sheet, Vocabulary vocabulary, Set<String> results) {
    this.sheet = sheet;
    this.vocabulary = vocabulary;
    this.results = new TreeSet<>(results);
    this.results.add(Scenario.Results.NO_MOMENT);
  }

  List<Expectation> read(Yaml node) {
    List<Expectation> all = new ArrayList<>();
    if (node instanceof Yaml.Listing listing) {
      listing.items().forEach(item -> one(item, all));
    } else {
      one(node, all);
    }
    return all;
  }

  private void one(Yaml node, List<Expectation> all) {
    if (node instanceof Yaml.Scalar scalar) {
      if (scalar.text().equals("nothing")) {
        all.add(new Scenario.Nothing(place(node)));
      } else {
        sheet.error(node, "`expect` is " + EXAMPLE);
      }
      return;
    }
    Section section = Section.of(sheet, node, "`expect`", EXAMPLE);
    if (section == null) {
      return;
    }
    Collection<String> offers = vocabulary.offers();
    Collection<String> channels = vocabulary.channels();
    String offer = name(section, "offer", offers, WorkspaceFiles.OFFERS);
    String channel = name(section, "channel", channels, WorkspaceFiles.SETTINGS);
    String campaign = name(section, "campaign", vocabulary.campaigns(), WorkspaceFiles.CAMPAIGNS);
    String text = section.text("text");
    answers(section, all);
    results(section, "why not", all);
    results(section, "result", all);
    section.close();
    if (offer != null || channel != null || campaign != null || text != null) {
      all.add(new Scenario.Offered(place(node), offer, channel, campaign, text));
    } else if (section.mapping.entries().isEmpty()) {
      sheet.error(node, "`expect` says nothing: write " + EXAMPLE);
    }
  }

  private String name(Section section, String key, Collection<String> known, String where) {
    Yaml node = section.get(key);
    return node == null ? null : sheet.reference(node, key, known, where);
  }

  private void answers(Section section, List<Expectation> all) {
    Yaml node = section.get("answers");
    List<Yaml> items = node == null ? null : sheet.list(node, "`answers`");
    if (items == null) {
      return;
    }
    List<String> offers = new ArrayList<>();
    for (Yaml item : items) {
      String offer = sheet.reference(item, "offer", vocabulary.offers(), WorkspaceFiles.OFFERS);
      if (offer != null) {
        offers.add(offer);
      }
    }
    all.add(new Scenario.Answered(place(node), offers));
  }

  private void results(Section section, String key, List<Expectation> all) {
    Yaml node = section.get(key);
    if (node == null) {
      return;
    }
    if (!(node instanceof Yaml.Mapping mapping) || mapping.entries().isEmpty()) {
      sheet.error(node, "`" + key + "` is written as {CAMPAIGN: RESULT}");
      return;
    }
    Map<String, String> words = new LinkedHashMap<>();
    for (Yaml.Entry entry : mapping.entries()) {
      if (!vocabulary.campaigns().contains(entry.name())
          && !sheet.problems().isBroken(WorkspaceFiles.CAMPAIGNS)) {
        sheet.error(entry.key(), Sheet.noSuch("campaign", entry.name(), vocabulary.campaigns()));
      }
      String word = sheet.word(entry.value(), "a result", results);
      if (key.equals("why not") && "won".equals(word)) {
        sheet.error(entry.value(), "`why not` is about what did not go out: use `result`");
      }
      if (word != null) {
        words.put(entry.name(), word);
      }
    }
    all.add(new Scenario.Results(place(node), words));
  }

  private Place place(Yaml node) {
    return new Place(sheet.file(), node.line(), node.column());
  }
}
