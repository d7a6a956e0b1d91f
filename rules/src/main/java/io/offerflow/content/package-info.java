/** The texts of offers: templates, their placeholders, their languages. */
package io.offerflow.content;
