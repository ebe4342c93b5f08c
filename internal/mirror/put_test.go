package mirror_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// oddRecords are such as programs trip over. All are JSON as the client lets it through.
func oddRecords() map[string]string {
	return map[string]string{
		"blanks":           "{ \"number\" :\t\"1\" ,\r\n  \"size\": 1 }",
		"digits":           `{"number":"1","size":9007199254740993,"a":10.10,"b":-0,"c":1E+2,"d":0.000}`,
		"out of range":     `{"number":"1","a":1e400,"b":1e-400,"c":` + strings.Repeat("9", 5000) + `}`,
		"huge":             `{"number":"1","a":-1e999999}`,
		"tiny":             `{"number":"1","a":1e-999999}`,
		"huge and precise": `{"number":"1","a":` + strings.Repeat("9", 200_000) + `}`,
		"odd key":          `{"number":"a\u0000b\ud800"}`,
		"broken key":       "{\"number\":\"\xff\"}",
		"many decimals":    `{"number":"1","a":0.` + strings.Repeat("1", 20000) + `}`,
		"NUL":              `{"number":"1","a\u0000b":"c\u0000d"}`,
		"half a surrogate": `{"number":"1","a":"\ud83d","b\udc00":"\udc00\ud800"}`,
		"no UTF-8":         "{\"number\":\"1\",\"a\":\"\xff\xfe\",\"b\xc0\":1}",
		"twice":            `{"number":"1","number":"2","a":1,"a":1}`,
		"deep":             `{"number":"1","a":` + strings.Repeat(`[{"b":`, 100) + "1" + strings.Repeat(`}]`, 100) + `}`,
		"quotes":           `{"number":"'\"; drop table objects --","'":"''","\"":"\"\"","?":"? $1 :a @b"}`,
		"characters":       `{"number":"1","a":"\u2028\u202e\ufeff\ufffe 🔑 e\u0301 \u001b[2J"}`,
		"empty":            `{}`,
		"empty name":       `{"number":"1","":""}`,
		"no time":          `{"number":null,"size":"large","thingUpdatedAt":"yesterday"}`,
		"large":            `{"number":"1","a":"` + strings.Repeat("x", 1<<20) + `"}`,
	}
}

// TestBytesComeBack: whatever a record consists of, the mirror gives it back byte for byte, in its
// place among others, and its hash is that of the bytes.
func TestBytesComeBack(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		for name, body := range oddRecords() {
			entry := `{"guid":` + fmt.Sprintf("%q", name) + `, "updatedAt":1,"odd":` + body + `}`
			f.put(entity, name, entry, body, 0)
			object, found, err := f.Find(t.Context(), entity, name)
			if err != nil || !found || string(object.Record.Raw()) != body || string(object.Entry.Raw()) != entry {
				t.Errorf("%s comes back as %.200q, its entry as %.200q (%v)", name, object.Record.Raw(), object.Entry.Raw(), err)
			}
			stage := f.stage(entity, entry)
			for found, err := range stage.All(t.Context(), mirror.Selection{}) {
				if err != nil || string(found.Record.Raw()) != body || string(found.Listed.Raw()) != entry {
					t.Errorf("%s comes back with the index as %.200q (%v)", name, found.Record.Raw(), err)
				}
			}
			sum := sha256.Sum256([]byte(body))
			f.answers("select hash from objects where id = '"+name+"'", `{"hash":"`+hex.EncodeToString(sum[:])+`"}`)
		}
		// None of them stands in the way of the others in the view, and all but what a database cannot
		// read are there.
		if got, err := f.ask("select count(*) as n from things where _id in ('blanks', 'digits', 'NUL', 'quotes', 'deep', 'large', 'twice', 'odd key', 'out of range')"); err != nil || got != `{"n":9}` {
			t.Errorf("in the view are %s (%v)", got, err)
		}
		if got, err := f.ask("select * from things order by 1"); err != nil {
			t.Errorf("the view cannot be read: %v\n%.2000s", err, got)
		}
	})
}

// TestOddRecordsChange: the history takes the same records.
func TestOddRecordsChange(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.sync(entity, nil, nil)
		for name, body := range oddRecords() {
			id := "x" + name
			f.sync(entity, []string{indexEntry(id, 1)}, map[string]string{id: body})
			f.sync(entity, []string{indexEntry(id, 2)}, map[string]string{id: `{"number":"1","new":` + body + `}`})
			f.sync(entity, nil, nil)
		}
		count := 0
		for event, err := range f.Events(t.Context(), nil, noon(), noon().Add(time.Hour)) {
			f.ok(err)
			count++
			if event.Kind == mirror.Changed && !strings.Contains(string(event.Changes), `{"field":"new`) {
				t.Errorf("%s: the history has %.200q", event.ID, event.Changes)
			}
		}
		if want := 3 * len(oddRecords()); count != want {
			t.Errorf("%d events of %d", count, want)
		}
	})
}

// TestOddIDs: so do the words that records are named by.
func TestOddIDs(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		for n, id := range []string{"a b", "a'b", `a"b`, "a?b", "a$1b", "a\\b", "ünï", "7", "007", strings.Repeat("x", 500)} {
			body := fmt.Sprintf(`{"number":"k%d"}`, n)
			stored, err := f.Put(t.Context(), entity, []mirror.Fresh{
				{ID: id, Entry: recordOf(t, `{"guid":"x","updatedAt":1}`), Record: recordOf(t, body), At: noon()},
			})
			if err != nil || stored.New != 1 {
				t.Errorf("%q: %+v, %v", id, stored, err)
				continue
			}
			if object, found, err := f.Find(t.Context(), entity, id); err != nil || !found || string(object.Record.Raw()) != body {
				t.Errorf("%q is found as %s (%v)", id, object.Record.Raw(), err)
			}
		}
		// What no database takes names no record, and the times of change need be no text.
		index := []string{`{"guid":"a\u0000b"}`, "{\"guid\":\"b\",\"updatedAt\":\"\xff\"}", "{\"guid\":\"c\",\"updatedAt\":\"\xfe\\u0000\"}"}
		if got := ids(t, f.stage(entity, index...).Missing(t.Context(), false)); got != "b c !" {
			t.Errorf("in an index: %s", got)
		}
		f.put(entity, "b", index[1], `{}`, 0)
		f.put(entity, "c", index[1], `{}`, 0)
		if got := ids(t, f.stage(entity, index...).Missing(t.Context(), false)); got != "c !" {
			t.Errorf("in an index, after one that is as it was: %s", got)
		}
	})
}

// TestOlderNeverWins: of two answers, that whose call began later is kept, in whichever order they
// are stored.
func TestOlderNeverWins(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.put(entity, "a", indexEntry("a", 2), `{"number":"later"}`, time.Minute)
		if stored := f.put(entity, "a", indexEntry("a", 1), `{"number":"earlier"}`, 0); stored != (mirror.Stored{Unchanged: 1}) {
			t.Errorf("an earlier answer counts as %+v", stored)
		}
		if got := f.body(entity, "a"); got != `{"number":"later"}` {
			t.Errorf("the mirror has %s", got)
		}
		if got := ids(t, f.stage(entity, indexEntry("a", 2)).Missing(t.Context(), false)); got != "" {
			t.Errorf("%s is to be fetched again", got)
		}
	})
}

// TestPutCounts: what was new, changed, or as it was; all of a transaction or nothing.
func TestPutCounts(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.put(entity, "a", indexEntry("a", 1), `{"size":1}`, 0)
		f.put(entity, "b", indexEntry("b", 1), `{"size":1}`, 0)
		stored, err := f.Put(t.Context(), entity, []mirror.Fresh{
			{ID: "a", Entry: recordOf(t, indexEntry("a", 2)), Record: recordOf(t, `{"size":1}`), At: noon()},
			{ID: "b", Entry: recordOf(t, indexEntry("b", 2)), Record: recordOf(t, `{"size":2}`), At: noon()},
			{ID: "c", Entry: recordOf(t, indexEntry("c", 2)), Record: recordOf(t, `{"size":3}`), At: noon()},
		})
		if want := (mirror.Stored{New: 1, Changed: 1, Unchanged: 1}); err != nil || stored != want {
			t.Errorf("%+v, want %+v (%v)", stored, want, err)
		}
		if got := ids(t, f.stage(entity, indexEntry("a", 2), indexEntry("b", 2), indexEntry("c", 2)).Missing(t.Context(), false)); got != "" {
			t.Errorf("%s is to be fetched again", got)
		}
	})
}

// TestClocksDoNotHideChanges: a record that the index says is newer is kept though the clock of the
// machine that fetched it is behind.
func TestClocksDoNotHideChanges(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		f.put(entity, "a", indexEntry("a", 1), `{"number":"before"}`, time.Hour)
		if stored := f.put(entity, "a", indexEntry("a", 2), `{"number":"after"}`, 0); stored != (mirror.Stored{Changed: 1}) {
			f.t.Errorf("the change counts as %+v", stored)
		}
		if got := f.body(entity, "a"); got != `{"number":"after"}` {
			f.t.Errorf("the mirror has %s", got)
		}
	})
}

// TestFutureTellsNothing: a record that was fetched in the future, by a clock that was wrong, keeps no
// other answer out, and vanishes as any other.
func TestFutureTellsNothing(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		future := time.Until(noon()) + 10*365*24*time.Hour
		f.put(entity, "a", indexEntry("a", 5), `{"number":"before"}`, future)
		if stored := f.put(entity, "a", indexEntry("a", 4), `{"number":"after"}`, 0); stored != (mirror.Stored{Changed: 1}) {
			f.t.Errorf("the change counts as %+v", stored)
		}
		f.put(entity, "b", indexEntry("b", 5), `{}`, future)
		if got, err := f.stage(entity, indexEntry("a", 4)).MarkGone(f.t.Context(), noon().Add(time.Hour)); err != nil || got != 1 {
			f.t.Errorf("%d are marked (%v)", got, err)
		}
	})
}
