package io.offerflow.workspace;

import io.offerflow.condition.Names;
import io.offerflow.event.Field;
import io.offerflow.event.Schema;
import io.offerflow.feature.Feature;
import io.offerflow.zone.Zone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that campaigns can speak of. */
record Catalogue(
    Settings settings,
    Schema schema,
    Map<String, Feature> features,
    Map<String, Names.Known> featureNames,
    Set<String> zoneNames,
    Set<String> zoneTags,
    Map<String, Set<String>> zoneTagsByName,
    Map<String, Offer> offers,
    Policy policy,
    Doubts doubts,
    TagNames tags) {

  static Catalogue of(
      Settings settings,
      Schema schema,
      List<Feature> features,
      List<Zone> zones,
      Map<String, Offer> offers,
      Policy policy,
      Doubts doubts) {
    Map<String, Feature> byName = new LinkedHashMap<>();
    features.forEach(feature -> byName.put(feature.name(), feature));
    Set<String> names = new TreeSet<>();
    Set<String> tags = new TreeSet<>();
    Map<String, Set<String>> tagsByName = new TreeMap<>();
    for (Zone zone : zones) {
      tagsByName.put(zone.name(), Set.copyOf(zone.tags()));
      names.add(zone.name());
      tags.addAll(zone.tags());
    }
    return new Catalogue(
        settings,
        schema,
        byName,
        FeaturesReader.known(features),
        names,
        tags,
        tagsByName,
        offers,
        policy,
        doubts,
        new TagNames());
  }

  /**
   * The customer's attribute of that name; null, with a problem, when there is none.
   *
   * @param offset where the name begins within the node
   */
  Field attribute(Sheet sheet, Yaml.Scalar node, int offset, String name) {
    Map<String, Field> known = schema.customer();
    Field field = known.get(name);
    if (field == null
        && !sheet.problems().isBroken(WorkspaceFiles.SCHEMA)
        && !doubts.about("customer." + name)) {
      sheet.error(node, offset, Sheet.noSuch("attribute", name, known.keySet()));
    }
    return field;
  }
}
