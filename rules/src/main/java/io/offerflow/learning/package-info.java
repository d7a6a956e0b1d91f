/**
 * What responses teach about who accepts what. Pure: chance is drawn from the decision's id, time
 * is given. Knows of {@code workspace} and {@code condition}.
 */
package io.offerflow.learning;
