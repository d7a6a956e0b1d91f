/** What Offerflow costs, measured. README.md beside this module's pom says how. */
package io.offerflow.benchmarks;
