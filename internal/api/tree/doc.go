// Package tree reads a description file, in JSON or YAML, as a tree of values in the order of the file, each with the
// line where it stands, so that what is wrong can be told by its line. It knows nothing of what the values mean, and
// opens no file.
package tree
