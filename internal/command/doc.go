// Package command runs commands of the user's that something is handed to: what they are given, what they must not
// see, and that they end with the run. What is handed over, and what their end means for it, does not come in.
package command
