// Package change tells how records differ: by field and, within lists, by element. It is what dry
// runs, the history of the mirror and the log of writes show, and what a plan of changes is made
// from. Values stay the bytes that the server or the file gave, digit for digit; numbers are
// compared by value and texts by their characters. It knows no server, no database, no command
// line and no single entity.
package change
