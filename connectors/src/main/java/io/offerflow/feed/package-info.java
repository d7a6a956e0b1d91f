/** Foreign files and records to events, as feeds.yaml says. */
package io.offerflow.feed;
