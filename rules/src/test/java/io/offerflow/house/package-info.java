/** The house rules of this module, as tests. */
package io.offerflow.house;
