/** The house rules over all modules, as tests. */
package io.offerflow.house;
