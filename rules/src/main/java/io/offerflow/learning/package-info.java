/**
 * What responses teach about who accepts what. Pure: chance is drawn from the decision's id, time
 * is given.
 */
package io.offerflow.learning;
