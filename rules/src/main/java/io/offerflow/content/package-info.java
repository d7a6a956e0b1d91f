/**
 * The texts of offers: templates, their placeholders, their languages. Knows of {@code condition}.
 */
package io.offerflow.content;
