package plan

import (
	"hash/maphash"

	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// groupedFrom is how many records have to change alike for that to be told once, less one.
const groupedFrom = 50

// Groups are the changes that many records have alike, such as a status that 266 of them get. A nil one has none.
type Groups struct {
	seed   maphash.Seed
	counts map[uint64]int
	// alike holds the changes that are many, in the order in which they became so.
	alike []change.Difference
}

// Grouped finds the changes of a plan that many records have alike.
func Grouped(p *Plan, by *change.Comparer) (*Groups, error) {
	g := &Groups{seed: maphash.MakeSeed(), counts: map[uint64]int{}}
	if p.Counts.Update <= groupedFrom {
		return g, nil
	}
	for entry, err := range p.Entries() {
		if err != nil {
			return nil, err
		}
		if entry.Action != Update {
			continue
		}
		found, err := entry.Differences(by)
		if err != nil {
			return nil, err
		}
		for _, d := range found {
			key := g.key(d)
			if g.counts[key]++; g.counts[key] == groupedFrom+1 {
				g.alike = append(g.alike, d)
			}
		}
	}
	return g, nil
}

// Rows gives a row for each group, in which the number of records stands in the place of a key.
func (g *Groups) Rows(words *change.Words) []ChangeRow {
	var rows []ChangeRow
	for _, d := range g.alike {
		rows = append(rows, ChangeRow{
			Key: text.Counted(g.counts[g.key(d)], "record"), Action: string(Update),
			Field: d.Name(), Old: side(words, d.Field, d.Old), New: side(words, d.Field, d.New),
		})
	}
	return rows
}

func (g *Groups) has(d change.Difference) bool { return g != nil && g.counts[g.key(d)] > groupedFrom }

func (g *Groups) key(d change.Difference) uint64 {
	var h maphash.Hash
	h.SetSeed(g.seed)
	for _, part := range [][]byte{[]byte(d.Name()), record.AppendCompact(nil, d.Old), record.AppendCompact(nil, d.New)} {
		_, _ = h.Write(part) // which never fails
		_ = h.WriteByte(0)
	}
	return h.Sum64()
}
