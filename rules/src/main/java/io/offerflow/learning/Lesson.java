package io.offerflow.learning;

/**
 * What one contact's outcome adds to an arm.
 *
 * @param contacts 1 when an outcome became known, -1 when it turned out that nothing arrived, 0
 *     when it turned out to be another
 * @param accepted 1 when she accepted, else 0
 * @param time when the outcome was first known, epoch milliseconds
 */
public record Lesson(Arm arm, int contacts, int accepted, long time) {}
