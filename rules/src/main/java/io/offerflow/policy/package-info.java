/**
 * Who may be contacted, how, when and how often: consent, caps, quiet time, and what is remembered
 * of earlier contacts.
 */
package io.offerflow.policy;
