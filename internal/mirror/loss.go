package mirror

// Loss counts the records that an index does not name, among all those that were known before.
type Loss struct{ Gone, Known int }

// fewKnown is how many records are too few to speak of more than half of them.
const fewKnown = 20

// doubtful tells whether so much is lost that the index is doubted rather than believed: everything, or
// more than half of many.
func (l Loss) doubtful() bool {
	return l.Gone > 0 && (l.Gone >= l.Known || l.Known >= fewKnown && 2*l.Gone > l.Known)
}

// unlessAllowed gives a loss that is doubtful and more than is allowed, else none.
func (l Loss) unlessAllowed(allowed func(known int) int) Loss {
	if !l.doubtful() || allowed != nil && l.Gone <= allowed(l.Known) {
		return Loss{}
	}
	return l
}
