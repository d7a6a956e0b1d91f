/**
 * A workspace's own tests: runs them on simulated time and says what they made happen. Reading
 * their files is {@code workspace}'s part.
 */
package io.offerflow.scenario;
