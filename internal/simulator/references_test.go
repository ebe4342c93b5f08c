package simulator

import (
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

func TestBackwardUndoesForward(t *testing.T) {
	for _, size := range []int{1, 2, 3, 12, 97, 100} {
		for _, where := range []string{"", "colour=red", "colour!=red"} {
			for _, percent := range []int{100, 40} {
				target := colours(t, size)
				l, err := newLink(target, keyOf(3, "test"), where)
				if err != nil {
					t.Fatal(err)
				}
				l.percent = percent
				want := make([][]int, size)
				const count = 250
				for k := range count {
					if ordinal, found := l.forward(place{ordinal: k}); found {
						want[ordinal] = append(want[ordinal], k)
					}
				}
				for ordinal := range size {
					var got []int
					l.backward(ordinal, count, func(k int) { got = append(got, k) })
					slices.Sort(got)
					if !slices.Equal(got, want[ordinal]) {
						t.Fatalf("size %d, where %q, %d %%: record %d is referred to by %v, backward says %v",
							size, where, percent, ordinal, want[ordinal], got)
					}
				}
			}
		}
	}
}

// colours makes a kind of so many records, about a third of which are red.
func colours(t *testing.T, size int) *kind {
	t.Helper()
	w, err := newWorld(&api.Catalog{Entities: []*api.Entity{{
		Resource: "Paint",
		Fields:   []api.Field{{Name: "colour", Type: api.String, Sample: "pick red|green|blue"}},
	}}}, Setup{Jobs: size})
	if err != nil {
		t.Fatal(err)
	}
	return w.kinds["Paint"]
}

func TestGUIDTellsItsRecord(t *testing.T) {
	for _, key := range []uint64{0, 1, keyOf(5, "JobOrder")} {
		for _, ordinal := range []int{0, 1, 2, 999_999, 1 << 40} {
			guid := string(appendGUID(nil, key, place{ordinal: ordinal}))
			if got, ok := ordinalOfGUID(key, guid); !ok || got != ordinal {
				t.Errorf("key %d: %s stands for %d (%v), want %d", key, guid, got, ok, ordinal)
			}
			if _, ok := ordinalOfGUID(key+1, guid); ok {
				t.Errorf("key %d: %s is taken for another entity's", key, guid)
			}
			if guid[14] != '4' || !strings.ContainsRune("89ab", rune(guid[19])) {
				t.Errorf("%s is not a GUID of version 4", guid)
			}
		}
	}
}

func TestContradictionsAreFoundAtTheStart(t *testing.T) {
	refer := func(name, to, field, where string) api.Field {
		return api.Field{Name: name, Type: api.String, RefersTo: &api.Reference{Resource: to, Field: field, Where: where}}
	}
	tests := map[string]api.Field{
		"which the description does not have": refer("b", "Nowhere", "x", ""),
		"which A does not have":               refer("b", "A", "x", ""),
		"is not about a field":                refer("b", "A", "a", "x=y"),
		"round in a circle":                   refer("a", "A", "a", ""),
		"no field of which refers to A":       {Name: "b", Type: api.Array, Collects: "A"},
	}
	for want, field := range tests {
		fields := []api.Field{field}
		if field.Name != "a" {
			fields = append(fields, api.Field{Name: "a", Type: api.String})
		}
		_, err := New(Options{Catalog: &api.Catalog{Entities: []*api.Entity{{Resource: "A", Fields: fields}}}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New gives the error %v, want one with %q", err, want)
		}
	}
}

func FuzzOrdinalOfGUID(f *testing.F) {
	f.Add("d65deec7-5f2d-4c3e-be25-b4e285bf668f")
	f.Add("")
	f.Add(strings.Repeat("-", 36))
	f.Fuzz(func(t *testing.T, text string) {
		if ordinal, ok := ordinalOfGUID(9, text); ok && ordinal < 0 {
			t.Errorf("%q stands for the record %d", text, ordinal)
		}
	})
}
