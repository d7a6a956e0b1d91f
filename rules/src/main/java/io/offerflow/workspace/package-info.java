/**
 * From a folder of files to a checked workspace, or to problems with file, line and column. The
 * records here are the files' content in the contract's words.
 */
package io.offerflow.workspace;
