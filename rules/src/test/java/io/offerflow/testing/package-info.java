/** Workspaces and stories that tests of every module tell. */
package io.offerflow.testing;
