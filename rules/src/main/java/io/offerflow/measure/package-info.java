/**
 * What came of the decisions: conversions, each credited once; funnels; money; uplift against those
 * who were left alone; and whether the groups have the sizes that were asked for. Pure: decisions
 * and events in, one {@link io.offerflow.measure.Measured} out.
 */
package io.offerflow.measure;
