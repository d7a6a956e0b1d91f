package io.offerflow.drl;

import io.offerflow.condition.Names.Known;
import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import java.util.Map;
import java.util.Set;

/**
 * What the facts of one rule have as fields.
 *
 * @param event the type of the moment's event; null when there is none
 * @param first the type of a sequence's first event; null when there is none
 * @param withoutEvent what to say when there is no event; may be null
 * @param zones the tags of each zone, by its name
 */
public record FactModel(
    Map<String, Field> customer,
    EventType event,
    EventType first,
    String withoutEvent,
    Map<String, Known> features,
    Map<String, Set<String>> zones) {}
