// Package check finds what is wrong with a record before it is sent: values that the API does not take, names
// that nobody knows, members that are only read, and what a spreadsheet has done to texts.
//
// It goes by the catalog and the record's own bytes alone; what the server holds is not asked.
package check
