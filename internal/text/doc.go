// Package text makes text that comes from elsewhere fit to be shown: harmless for a terminal, on one
// line, no longer than wanted. What a text means, and where it goes, do not belong here.
package text
