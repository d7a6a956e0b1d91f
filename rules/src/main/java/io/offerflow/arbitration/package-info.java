/** Score and order of the campaigns that pass. */
package io.offerflow.arbitration;
