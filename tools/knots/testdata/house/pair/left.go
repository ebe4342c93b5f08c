// Package pair has two files that need each other.
package pair

const left = right + 1 - step

type lefty struct{ step int }
