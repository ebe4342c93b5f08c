package mirror

import "time"

// Loss counts the records that an index does not name, among all those that were known before.
type Loss struct {
	Gone, Known int
	// Since is when they were known, where that is how many the index named of late; else zero.
	Since time.Time
}

// fewKnown is how many records are too few to speak of more than half of them.
const fewKnown = 20

// doubtful tells whether so much is lost that the index is doubted rather than believed: everything, or
// more than half of many.
func (l Loss) doubtful() bool {
	return l.Gone > 0 && (l.Gone >= l.Known || l.Known >= fewKnown && 2*l.Gone > l.Known)
}

// unlessAllowed gives a loss that is doubtful, or more than is allowed where there is such a bound, else none.
func (l Loss) unlessAllowed(allowed func(known int) int) Loss {
	if allowed == nil && l.doubtful() || allowed != nil && l.Gone > allowed(l.Known) {
		return l
	}
	return Loss{}
}

// held gives which loss an index is to be doubted for: that of records, or that of its size, which is bound
// only where it is doubtful. Where both are too much it is the larger one.
func held(lost, shrunk Loss, allowed func(known int) int) Loss {
	lost = lost.unlessAllowed(allowed)
	if shrunk.doubtful() {
		shrunk = shrunk.unlessAllowed(allowed)
	} else {
		shrunk = Loss{}
	}
	if shrunk.Gone > lost.Gone {
		return shrunk
	}
	return lost
}
