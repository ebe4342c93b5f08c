package simulator

import (
	"sync"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// count is the number of records that a list of the kind has. world.lock must be held.
func (k *kind) count() int { return k.size + k.written.created }

// byIdentity finds a record by what the index says of it. world.lock must be held.
func (k *kind) byIdentity(text string) (int, bool) {
	if at, has := k.written.byGUID[text]; has {
		return at.ordinal, !at.deleted
	}
	for _, ordinal := range k.madeUp(&k.identity, text) {
		return ordinal, true
	}
	return 0, false
}

// byField finds a record by a field of kind.indexed. world.lock must be held.
func (k *kind) byField(field, text string) (int, bool) {
	if field == k.identity.field.Name {
		return k.byIdentity(text)
	}
	if list := k.written.with(field, text); len(list) > 0 {
		return list[0].ordinal, true
	}
	m, has := k.byName[field]
	if !has {
		return 0, false
	}
	for _, ordinal := range k.madeUp(m, text) {
		// Of a record that was written since, the made-up value no longer counts.
		if k.written.at(ordinal) == nil {
			return ordinal, true
		}
	}
	return 0, false
}

// madeUp finds the records that were made up with a value: by reckoning where that is possible,
// else in a table.
func (k *kind) madeUp(m *member, text string) []int {
	if m.invert == nil {
		return k.tables.find(k, m, text)
	}
	if ordinal, ok := m.invert(text); ok && ordinal >= 0 && ordinal < k.size {
		return []int{ordinal}
	}
	return nil
}

// tables hold, by field and value, the ordinals of values that do not tell their record. A table
// is made when a field is first looked for: most never are.
type tables struct {
	lock    sync.Mutex
	byField map[string]map[string][]int
}

func (t *tables) find(k *kind, m *member, text string) []int {
	t.lock.Lock()
	defer t.lock.Unlock()
	table := t.byField[m.field.Name]
	if table == nil {
		table = make(map[string][]int, k.size)
		var value []byte
		for ordinal := range k.size {
			value = m.make(value[:0], place{ordinal: ordinal})
			text := record.Text(value)
			table[text] = append(table[text], ordinal)
		}
		t.byField[m.field.Name] = table
	}
	return table[text]
}
