package io.offerflow.policy;

import io.offerflow.workspace.Offer;
import java.util.List;

/**
 * What a campaign offers one customer.
 *
 * @param variant its name; null where the campaign has none
 * @param offer as it is worded for her
 * @param channels in order of preference
 */
public record Plan(String variant, Offer offer, List<String> channels) {}
