// Package results is what a write keeps of each record, a line each, and what a run that goes on from such a file
// takes from it: what is done, what is open, and whether the file belongs to the same write. No call, no input and
// no flag comes in.
package results
