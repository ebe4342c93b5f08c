// Package spec keeps the API descriptions that a user imported, in the state folder: each as it was
// given, with where it came from, and compiled, so that a start costs next to nothing. What
// another version of the program compiled is compiled anew from what was given. It knows files and
// catalogs; no HTTP, no command and no configuration come in.
package spec
