// Package answer reads what a server answers to a write. Nothing says how such an answer looks: it may be
// empty, a text, a list of records or of their entries in the index, or an object around any of these, and
// a success of HTTP may speak of failures. So it is read by the words that servers use.
//
// Read tells of each record that was sent whether it was written, as far as the answer does. From the ground
// up: words, and what they do in names (names.go) and in texts (texts.go); the lexicon of both, and the claims
// that members of an object make by it; the finder, which tells the record that a part of an answer is about;
// then entries, lists of them and the envelopes around these, all into one reading; and at last the verdicts.
//
// It makes no call and no message: how words are shown is for those who ask for them.
package answer
