/** SMS by SMPP 3.4. */
package io.offerflow.gateway.smpp;
