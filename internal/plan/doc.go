// Package plan is what a change of many records will be, before it is made: for each record what becomes of
// it, what would be sent, and what the server had when the plan was made. A plan is a stream of entries that
// may be walked several times, and a file that says by itself whether it is whole. It makes no call, and knows
// no output format and no single entity.
package plan
