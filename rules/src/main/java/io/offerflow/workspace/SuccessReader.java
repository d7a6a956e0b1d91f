package io.offerflow.workspace;

/** Reads a campaign's {@code success}: the event that tells that it did what it was for. */
final class SuccessReader {
  private static final String OFFERED =
      "`offered` is what Offerflow does, not what comes of it: use another event";

  private final Sheet sheet;
  private final Catalogue catalogue;

  SuccessReader(Sheet sheet, Catalogue catalogue) {
    this.sheet = sheet;
    this.catalogue = catalogue;
  }

  /** Null when there is none, or, with a problem, when it cannot be understood. */
  Campaign.Success read(Section campaign) {
    Yaml node = campaign.get("success");
    Section section =
        node == null ? null : Section.of(sheet, node, "`success`", "{event: purchase, within: 7d}");
    if (section == null) {
      return null;
    }
    Moment.Trigger trigger = new TriggerReader(sheet, catalogue).read(section, OFFERED);
    if (!section.isCut()) {
      section.require("within", "`within: 7d`, how long after the contact it counts");
    }
    long within = section.duration("within", 0, false);
    section.close();
    return trigger == null || within == 0 ? null : new Campaign.Success(trigger, within);
  }
}
