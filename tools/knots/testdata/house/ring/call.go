// Package ring has four files that need each other: by functions, a method, a field and types.
package ring

func call() int { return entrance().open() }
