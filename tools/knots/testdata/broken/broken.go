// Package broken does not compile.
package broken

var value int = missing
