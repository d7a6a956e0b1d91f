/**
 * The texts of offers: templates, their placeholders, their languages. Knows of {@code condition}
 * and {@code event}.
 */
package io.offerflow.content;
