/**
 * Rule files: Drools' rule language, as far as it speaks of Offerflow's facts. A file is read by a
 * grammar that has no words for anything else; what Drools compiles is written anew from the
 * result.
 */
package io.offerflow.drl;
