/** What new rules change: for those who decide whether to deploy them. */
package io.offerflow.change;
