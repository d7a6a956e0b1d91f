/** What came of the decisions, as one page for people and as JSON for programs. */
package io.offerflow.pipeline.report;
