/** What the job keeps of one customer, and the bytes it is kept as. */
package io.offerflow.pipeline.state;
