// Package receiver reads what the receiver of an export sends back: answers, which say of each record what became of it,
// and the records as the receiver has them, which are held against what was handed over. It decides about words, keys and
// amounts, and knows neither a ledger nor a server nor a command line.
package receiver
