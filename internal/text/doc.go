// Package text makes what is shown fit to be read: text from elsewhere harmless for a terminal, on one
// line, no longer than wanted, and numbers with commas and units. What a text means, and where it goes,
// do not belong here.
package text
