/**
 * Who may be contacted, how, when and how often: consent, caps, quiet time, and what is remembered
 * of earlier contacts. Knows of {@code workspace}, {@code content}, {@code condition}.
 */
package io.offerflow.policy;
