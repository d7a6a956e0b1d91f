package io.offerflow.measure;

import io.offerflow.event.Event;
import io.offerflow.measure.Funnel.Step;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * How far a contact has come: each step counts once in its funnel, with the time that it took, and
 * on the day on which it was made.
 */
final class FunnelSteps {
  private final ZoneId zone;

  FunnelSteps(ZoneId zone) {
    this.zone = zone;
  }

  LocalDate date(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).atZone(zone).toLocalDate();
  }

  /** Takes a response that answers it. */
  void respond(Contacted contact, Event response) {
    String kind = response.fields().text("kind");
    long time = response.time();
    switch (kind == null ? "" : kind) {
      case "delivered", "presented" -> {
        if (contact.deliveredAt == Contacted.UNKNOWN) {
          contact.deliveredAt = time;
          took(contact, Step.TO_DELIVERED, contact.time(), time);
        }
        delivered(contact);
      }
      case "opened", "clicked", "replied" -> {
        if (contact.engagedAt == Contacted.UNKNOWN) {
          contact.engagedAt = time;
          took(contact, Step.DELIVERED_TO_ENGAGED, contact.deliveredAt, time);
        }
        engaged(contact);
      }
      case "accepted" -> accepted(contact, time);
      case "declined" -> {
        contact.funnel.declined += contact.declined ? 0 : 1;
        contact.declined = true;
      }
      case "unsubscribed" -> {
        contact.funnel.unsubscribed += contact.unsubscribed ? 0 : 1;
        contact.unsubscribed = true;
      }
      case "failed" -> {
        contact.funnel.failed += contact.failed ? 0 : 1;
        contact.failed = true;
      }
      default -> {
        // A kind that the contract does not have says nothing of the funnel.
      }
    }
  }

  private static void delivered(Contacted contact) {
    contact.funnel.delivered += contact.delivered ? 0 : 1;
    contact.delivered = true;
  }

  private static void engaged(Contacted contact) {
    delivered(contact);
    contact.funnel.engaged += contact.engaged ? 0 : 1;
    contact.engaged = true;
  }

  private void accepted(Contacted contact, long time) {
    engaged(contact);
    if (contact.accepted) {
      return;
    }
    took(contact, Step.ENGAGED_TO_ACCEPTED, contact.engagedAt, time);
    took(contact, Step.TO_ACCEPTED, contact.time(), time);
    contact.funnel.accepted++;
    contact.campaign.day(date(time)).accepted++;
    earn(contact, time);
    contact.accepted = true;
  }

  private static void took(Contacted contact, Step step, long start, long end) {
    if (start != Contacted.UNKNOWN && start <= end) {
      contact.funnel.took(step, end - start);
    }
  }

  private void earn(Contacted contact, long time) {
    if (!contact.isGhost() && !contact.earned()) {
      contact.funnel.earned++;
      contact.campaign.day(date(time)).earned++;
    }
  }

  /** Takes a success that is credited to it. */
  void convert(Contacted contact, long time) {
    took(contact, Step.TO_CONVERTED, contact.time(), time);
    contact.funnel.converted++;
    if (!contact.isGhost()) {
      contact.campaign.day(date(time)).converted++;
    }
    earn(contact, time);
    contact.converted = true;
  }
}
