package data

// mix spreads the bits of a number so that neighbours have nothing in common (the finishing
// step of SplitMix64). All data are drawn by mixing names and numbers: nothing has to be drawn
// in order, so any record can be made without those before it.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Key makes one number of a seed and names (FNV-1a, then mixed).
func Key(seed uint64, names ...string) uint64 {
	h := uint64(14695981039346656037) ^ mix(seed)
	for _, name := range names {
		for i := range len(name) {
			h = (h ^ uint64(name[i])) * 1099511628211
		}
		h = (h ^ '/') * 1099511628211
	}
	return mix(h)
}

// Place is where a value stands: in which record, and in which element of its lists.
type Place struct {
	// Ordinal counts records from 0.
	Ordinal int
	// Element counts the elements of a list from 0.
	Element int
}

// Draw gives the number that belongs to a place under a key.
func (p Place) Draw(key uint64) uint64 {
	return mix(key ^ mix(uint64(p.Ordinal)<<12^uint64(p.Element)))
}

// percent draws whether a share of all places, in percent, includes this one.
func (p Place) percent(key uint64, share int) bool {
	return int(p.Draw(key)%100) < share
}

// among draws a number from low to high, both included.
func (p Place) among(key uint64, low, high int64) int64 {
	if high <= low {
		return low
	}
	return low + int64(p.Draw(key)%uint64(high-low+1))
}
