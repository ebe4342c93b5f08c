package store

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
	"sync"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
)

// register finds the made-up records of one kind by a value, and by the record that they refer to.
// Each list is made when it is first asked for, and kept. That it takes little memory (8 bytes a
// record, or 4) is what lets a simulator of 200,000 jobs start at once and stay small.
type register struct {
	kind *data.Kind
	seed maphash.Seed

	lock    sync.Mutex
	byValue map[string]func() []slot
	byOwner map[*data.Collection]func() grouping
}

// slot says that the value of the record at an ordinal has a hash.
type slot struct{ hash, ordinal uint32 }

func (s slot) compare(other slot) int {
	return cmp.Or(cmp.Compare(s.hash, other.hash), cmp.Compare(s.ordinal, other.ordinal))
}

// grouping holds the ordinals of records by the ordinal of the one that they refer to.
type grouping struct {
	// ordinals stand in the order of their owners; those of an owner begin at its start and end
	// where those of the next one begin.
	ordinals, start []uint32
}

func newRegister(k *data.Kind) *register {
	return &register{
		kind: k, seed: maphash.MakeSeed(), byValue: map[string]func() []slot{}, byOwner: map[*data.Collection]func() grouping{},
	}
}

// kept gives the list of a key, which the first one to ask for it makes.
func kept[K comparable, L any](r *register, lists map[K]func() L, key K, list func() L) L {
	r.lock.Lock()
	if lists[key] == nil {
		lists[key] = sync.OnceValue(list)
	}
	once := lists[key]
	r.lock.Unlock()
	return once()
}

// find gives the ordinals of the records that were made up with a value of a member, the lowest first.
// Dataset.lock must be held.
func (r *register) find(m *data.Member, value string) []int {
	slots := kept(r, r.byValue, m.Field.Name, func() []slot { return r.slots(m) })
	wanted := slot{hash: r.hash(m, value)}
	at, _ := slices.BinarySearchFunc(slots, wanted, slot.compare)
	var found []int
	for ; at < len(slots) && slots[at].hash == wanted.hash; at++ {
		// Other values may have the same hash.
		ordinal := int(slots[at].ordinal)
		made := record.Text(m.Make(nil, data.Place{Ordinal: ordinal}))
		if made == value || m.AnyCase && strings.EqualFold(made, value) {
			found = append(found, ordinal)
		}
	}
	return found
}

func (r *register) slots(m *data.Member) []slot {
	slots := make([]slot, r.kind.Size)
	var value []byte
	for ordinal := range slots {
		value = m.Make(value[:0], data.Place{Ordinal: ordinal})
		slots[ordinal] = slot{hash: r.hash(m, record.Text(value)), ordinal: uint32(ordinal)}
	}
	slices.SortFunc(slots, slot.compare)
	return slots
}

func (r *register) hash(m *data.Member, value string) uint32 {
	if m.AnyCase {
		value = strings.ToLower(value)
	}
	return uint32(maphash.String(r.seed, value))
}

// referring gives the ordinals of the records that were made up to refer to the one at an ordinal,
// the lowest first.
func (r *register) referring(c *data.Collection, owner int) []uint32 {
	link := r.kind.Member(c.By).Link
	if owner >= link.Target.Size {
		return nil
	}
	g := kept(r, r.byOwner, c, func() grouping { return r.group(link) })
	return g.ordinals[g.start[owner]:g.start[owner+1]]
}

// group sorts the records by their owners: it counts what each has, and deals them out.
func (r *register) group(link *data.Link) grouping {
	start := make([]uint32, link.Target.Size+1)
	for ordinal := range r.kind.Size {
		if owner, found := link.Find(data.Place{Ordinal: ordinal}); found {
			start[owner+1]++
		}
	}
	for owner := range link.Target.Size {
		start[owner+1] += start[owner]
	}
	next, ordinals := slices.Clone(start), make([]uint32, start[link.Target.Size])
	for ordinal := range r.kind.Size {
		if owner, found := link.Find(data.Place{Ordinal: ordinal}); found {
			ordinals[next[owner]] = uint32(ordinal)
			next[owner]++
		}
	}
	return grouping{ordinals: ordinals, start: start}
}
