package answer

import (
	"slices"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// Where entries say at which place their records stood, it is seen from what they count.
func TestPlaces(t *testing.T) {
	for name, tt := range map[string]struct {
		entries   []string
		at, doubt []int
	}{
		"indexes count from 0":               {[]string{`{"index":1}`}, []int{1}, []int{noRecord}},
		"lines may count from 1":             {[]string{`{"line":1}`}, []int{0}, []int{1}},
		"but a 0 shows from where":           {[]string{`{"line":0}`, `{"line":1}`}, []int{0, 1}, []int{noRecord, noRecord}},
		"as does the last":                   {[]string{`{"index":3}`, `{"index":1}`}, []int{2, 0}, []int{noRecord, noRecord}},
		"both together say nothing":          {[]string{`{"index":0}`, `{"index":3}`}, []int{noRecord, noRecord}, []int{noRecord, noRecord}},
		"in any letters, as a text":          {[]string{`{"Row-Number":"2"}`}, []int{1}, []int{2}},
		"beyond all records":                 {[]string{`{"index":7}`, `{"index":-1}`}, []int{noRecord, noRecord}, []int{noRecord, noRecord}},
		"no place, or none that is a number": {[]string{`{"message":"x"}`, `{"index":"x"}`, `"text"`}, []int{noRecord, noRecord, noRecord}, []int{noRecord, noRecord, noRecord}},
	} {
		var entries []jsontext.Value
		for _, entry := range tt.entries {
			entries = append(entries, jsontext.Value(entry))
		}
		if at, doubt := placesOf(entries, 3); !slices.Equal(at, tt.at) || !slices.Equal(doubt, tt.doubt) {
			t.Errorf("%s: %v and maybe %v, want %v and %v", name, at, doubt, tt.at, tt.doubt)
		}
	}
}

// A part of an answer is about the record that it names, and of two that share a name about neither.
func TestFinder(t *testing.T) {
	sent := things(t, 3, `,"colour":"red"`)
	sent[0].ID, sent[2].ID = "g1", "g1" // twice
	sent[1].ID = "7"
	f := newFinder(calling(wrapped(), sent).Entity, sent)
	for entry, want := range map[string]int{
		`"T-2"`: 1, `"g1"`: noRecord, `"T-9"`: noRecord, `7`: 1, `2`: noRecord, // which may be a place
		`{"thingNumber":"T-1"}`:               0,
		`{"key":"T-1"}`:                       0,
		`{"id":"7"}`:                          1,
		`{"thingGuid":7}`:                     1,
		`{"id":"g1","thingNumber":"T-3"}`:     2,
		`{"record":{"thingNumber":"T-3"}}`:    2,
		`{"x":{"record":{"thingNumber":""}}}`: noRecord,
		`{"colour":"red"}`:                    noRecord,
		`null`:                                noRecord,
	} {
		if got, ok := f.of(jsontext.Value(entry)); ok != (want != noRecord) || ok && got != want {
			t.Errorf("%s: %d, %v, want %d", entry, got, ok, want)
		}
	}
	for entry, want := range map[string]bool{`{"thingNumber":"T-9"}`: true, `{"guid":"g9"}`: true, `{"id":"g9"}`: false, `{"thingNumber":null}`: false} {
		if got := f.namesAnother(jsontext.Value(entry), 0); got != want {
			t.Errorf("%s names another record: %v", entry, got)
		}
	}
}
