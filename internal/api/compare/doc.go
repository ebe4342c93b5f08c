// Package compare tells what one catalog has that another lacks, and writes the page that says how well the API
// is known.
package compare
