package bulk

import "hash/maphash"

// keysSeen holds where each key of an input was first seen, by the hash of the key: there may be a million of them.
type keysSeen struct {
	first map[uint64]seenKey
	seed  maphash.Seed
}

// seenKey is the line in which a key was first seen. known says that the record is known by it, and not by another one.
type seenKey struct {
	line  int
	known bool
}

func newKeysSeen() keysSeen { return keysSeen{first: map[uint64]seenKey{}, seed: maphash.MakeSeed()} }

// add notes a key of a record, a field and its value, and gives where it was seen before.
func (k keysSeen) add(field, value string, line int, known bool) (earlier seenKey, again bool) {
	hash := maphash.String(k.seed, field+"\x00"+value)
	if earlier, again = k.first[hash]; !again {
		k.first[hash] = seenKey{line, known}
	}
	return earlier, again
}
