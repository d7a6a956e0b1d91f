/** Topics and the broker that runs within this process. */
package io.offerflow.kafka;
