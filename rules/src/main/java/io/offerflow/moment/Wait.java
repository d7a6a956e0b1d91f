package io.offerflow.moment;

import io.offerflow.event.Fields;

/**
 * An event A after which B is expected.
 *
 * @param campaign key of the campaign that waits
 * @param match the value that B must have in the matched field, as text; null without {@code match}
 * @param time of A, epoch milliseconds
 * @param end the last instant at which B counts
 * @param byClock whether its end is a moment; else it is over in silence
 * @param id of A
 * @param fields of A that the campaign's conditions and texts name
 */
record Wait(
    int campaign, String match, long time, long end, boolean byClock, String id, Fields fields) {}
