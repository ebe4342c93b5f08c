package answer

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// noRecord stands for the record of a name that several have, or none.
const noRecord = -1

// placeNamed tells whether a member of an entry says at which place its record stood: an index counts
// from 0, a row or line from 1 as far as nothing speaks against it.
func placeNamed(name string) (base int, is bool) {
	switch strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name)) {
	case "index", "idx", "position", "offset", "recordindex", "itemindex", "rowindex", "entryindex", "arrayindex":
		return 0, true
	case "row", "line", "rownumber", "linenumber", "recordnumber", "itemnumber", "lineno", "rowno", "rownum", "linenum":
		return 1, true
	}
	return 0, false
}

// place is where an entry says that its record stood.
type place struct {
	number, base int
	has          bool
}

func placeOf(entry jsontext.Value) place {
	for name, value := range record.Members(entry) {
		base, is := placeNamed(name)
		if !is {
			continue
		}
		if number, ok := wholeNumber(value); ok {
			return place{int(number), base, true}
		}
	}
	return place{}
}

// placesOf finds the records of entries by the places that they tell, among n that were sent. A 0 shows that they
// count from 0, an n that they count from 1. doubt holds for each entry the record that is meant if rows and
// lines count from 0 all the same.
func placesOf(entries []jsontext.Value, n int) (at, doubt []int) {
	found := make([]place, len(entries))
	fromZero, fromOne := false, false
	for i, entry := range entries {
		found[i] = placeOf(entry)
		fromZero = fromZero || found[i].has && found[i].number == 0
		fromOne = fromOne || found[i].has && found[i].number == n
	}
	at, doubt = make([]int, len(entries)), make([]int, len(entries))
	for i, p := range found {
		at[i], doubt[i] = noRecord, noRecord
		if !p.has || fromZero && fromOne {
			continue
		}
		base := p.base
		switch {
		case fromZero:
			base = 0
		case fromOne:
			base = 1
		case base == 1:
			doubt[i] = p.number
		}
		if place := p.number - base; place >= 0 && place < n {
			at[i] = place
		}
	}
	return at, doubt
}
