// Package handover hands records over to a receiver, such as payroll or an ERP: once each, in batches with a number,
// and again with the same number and bytes after a crash. It collects records through the mirror, writes a file, runs
// a command that delivers it, and sets a status on the server. Each step is in the ledger before the next begins. How
// records are rendered is handed in; no command line comes in.
package handover
