// Package shell starts command lines that the user has named in a setting, as they would be typed. When one is run,
// with which variables, and what becomes of its output, is for others to say.
package shell
