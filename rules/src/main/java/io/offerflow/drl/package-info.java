/**
 * Rule files: Drools' rule language, as far as it speaks of Offerflow's facts. A file is read by a
 * grammar that has no words for anything else; what Drools compiles is written anew from the
 * result. Knows of {@code event} and {@code condition}.
 */
package io.offerflow.drl;
