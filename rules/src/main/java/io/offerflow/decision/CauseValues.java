package io.offerflow.decision;

import io.offerflow.condition.EventValues;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import io.offerflow.event.Event;
import io.offerflow.event.Field;
import io.offerflow.moment.Occurrence;
import io.offerflow.workspace.Offer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * What the conditions and texts of one cause may ask for: her state as it is now, and the event of
 * the moment. Features are summed up once for all campaigns of the cause.
 */
final class CauseValues implements Values {
  private static final String[] WEEKDAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  private static final String PRODUCTS = "products";

  private final Bundle bundle;
  private final CustomerState state;
  private final ZoneId zone;

  private final FeatureValues features;
  private final Set<String> tags;
  private final Event event;
  private final Event first;
  private final String zoneName;
  private final Offer offer;

  /**
   * @param event null where the moment has none
   */
  CauseValues(Bundle bundle, CustomerState state, ZoneId zone, Event event) {
    this(bundle, state, zone, event, new FeatureValues(bundle.features()));
  }

  /**
   * @param event null where the moment has none
   * @param features of no use to anybody else while these values are
   */
  CauseValues(
      Bundle bundle, CustomerState state, ZoneId zone, Event event, FeatureValues features) {
    this(
        bundle,
        state,
        zone,
        features,
        state.has(Part.TAGS) ? state.tags().at(state.now) : Set.of(),
        event,
        null,
        null,
        null);
    features.forget();
  }

  private CauseValues(
      Bundle bundle,
      CustomerState state,
      ZoneId zone,
      FeatureValues features,
      Set<String> tags,
      Event event,
      Event first,
      String zoneName,
      Offer offer) {
    this.bundle = bundle;
    this.state = state;
    this.zone = zone;
    this.features = features;
    this.tags = tags;
    this.event = event;
    this.first = first;
    this.zoneName = zoneName;
    this.offer = offer;
  }

  /** Of the cause; null in a timer's. */
  Event event() {
    return event;
  }

  /** The same customer at the same instant, for one campaign's moment. */
  CauseValues of(Occurrence moment, Offer ofCampaign) {
    return new CauseValues(
        bundle,
        state,
        zone,
        features,
        tags,
        moment.event(),
        moment.first(),
        moment.zone(),
        ofCampaign);
  }

  /** The same customer at the same instant, with the tags that she has by now. */
  CauseValues retagged() {
    if (tags.isEmpty() && !state.has(Part.TAGS)) {
      return this;
    }
    return new CauseValues(
        bundle, state, zone, features, state.tags().at(state.now), event, first, zoneName, offer);
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  @Override
  public Object get(Ref ref) {
    if (ref instanceof Ref.Customer customer) {
      return attribute(customer.attribute());
    }
    if (ref instanceof Ref.Feature feature) {
      return features.get(state, zone, feature.name());
    }
    if (ref instanceof Ref.Event field) {
      return event == null ? null : EventValues.of(event, field.field());
    }
    if (ref instanceof Ref.First field) {
      return first == null ? null : EventValues.of(first, field.field());
    }
    if (ref instanceof Ref.Bare field) {
      return event == null ? null : EventValues.of(event, field.field());
    }
    if (ref instanceof Ref.Ambient ambient) {
      return ambient(ambient);
    }
    if (ref instanceof Ref.Offer property) {
      return offer == null ? null : property(property.property());
    }
    return ref instanceof Ref.Zone ? zoneName : null;
  }

  /** One of a type that schema.yaml no longer gives it is missing, until it is set anew. */
  private Object attribute(String name) {
    Object value = state.attributes().get(name);
    if (value == null) {
      return name.equals(PRODUCTS) ? Set.of() : null;
    }
    Field declared = bundle.workspace().schema().customer().get(name);
    return declared == null || declared.type().holds(value) ? value : null;
  }

  private Object ambient(Ref.Ambient ambient) {
    return switch (ambient) {
      case TAGS -> tags;
      case ZONES -> state.visits().inside();
      case NOW -> Instant.ofEpochMilli(state.now);
      case HOUR -> BigDecimal.valueOf(local().getHour());
      case WEEKDAY -> WEEKDAYS[local().getDayOfWeek().getValue() - 1];
    };
  }

  private ZonedDateTime local() {
    return Instant.ofEpochMilli(state.now).atZone(zone);
  }

  private Object property(String property) {
    return switch (property) {
      case "id" -> offer.id();
      case "title" -> offer.title();
      case "category" -> offer.category();
      case "value" -> offer.value();
      case "cost" -> offer.cost();
      default -> null;
    };
  }
}
