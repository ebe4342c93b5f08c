// Package sheet takes rows of a list back: it gathers those of one record from an input, in which each is an
// element of one of the record's lists, and merges them into the list that the server has, element by element.
// What is not in the rows stays as it is. No server, no call and no output format comes in.
package sheet
