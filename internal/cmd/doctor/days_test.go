package doctor

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// midnights are the first moments of some days in a zone.
func midnights(t *testing.T, zone string) []time.Time {
	t.Helper()
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return []time.Time{time.Date(2026, 1, 5, 0, 0, 0, 0, location), time.Date(2026, 7, 5, 0, 0, 0, 0, location)}
}

// TestDays: where days begin elsewhere than is set, the advice names a zone in which all of them do.
func TestDays(t *testing.T) {
	t.Parallel()
	c := environment(t, "AIMSIO_URL=https://aimsio.example AIMSIO_DAY_ZONE=UTC AIMSIO_TIME_ZONE=America/Regina")
	mixed := append(midnights(t, "UTC"), time.Date(2026, 3, 5, 13, 37, 0, 0, time.UTC))
	for name, test := range map[string]struct {
		seen           daysSeen
		outcome        outcome
		detail, advice string
	}{
		"as set":    {daysSeen{times: midnights(t, "UTC"), records: 2}, outcomeOK, "2 days of 2 records: all fall on midnight in day_zone, utc", ""},
		"elsewhere": {daysSeen{times: midnights(t, "America/Edmonton"), records: 1}, outcomeWarning, "2 days of 1 record: 0 fall on midnight in day_zone, utc; all do in America/Edmonton", "env add sandbox --set day_zone=America/Edmonton"},
		"as times":  {daysSeen{times: midnights(t, "America/Regina"), records: 1}, outcomeWarning, "all do in America/Regina", "AIMSIO_DAY_ZONE"},
		"nowhere":   {daysSeen{times: mixed, records: 3}, outcomeWarning, "3 days of 3 records: 2 fall on midnight in day_zone, utc; in none of the zones that were tried all do", "in which zone the account keeps them"},
		"none":      {daysSeen{}, outcomeSkipped, "no record with a day was found", ""},
		"all gone":  {daysSeen{missing: 2}, outcomeSkipped, "none of 2 records that lists name was found", ""},
	} {
		if found := (&dayRecords{machine: time.UTC}).judge(test.seen, time.UTC, c); !found.is(test.outcome, test.detail, test.advice) {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

// TestDaysOfRecords reads the records that lists name, and tells which are none.
func TestDaysOfRecords(t *testing.T) {
	t.Parallel()
	s := serve(t, map[string]int{"/a/2": 404, "/c/1": 500}, map[string]string{
		"/a":   `[{"guid":"1"},{"guid":"2"},{"guid":"3"}]`,
		"/a/1": `{"guid":"1","day":1772668800000,"at":1}`,
		"/b":   `[{"guid":"1"},{"guid":"2"}]`,
		"/b/1": `{"guid":"1","day":"5 March"}`,
		"/b/2": `{"guid":"2","day":"6 March"}`,
		"/c":   `[{"guid":"1"},{"guid":"2"}]`,
		"/d":   `[]`,
	})
	catalog := things("a", "b", "c", "d", "undated")
	catalog.Entities[4].Fields = catalog.Entities[4].Fields[:1]
	c := calling(t, s.URL, catalog)
	dated := &dayRecords{machine: time.UTC}
	c.answered = dated.keep
	for _, one := range (&reads{caller: c}).checks() {
		if found := look(t, one); found.outcome != outcomeOK {
			t.Fatalf("%s: %+v", one.name, found)
		}
	}
	found := dated.check(c, func() (*time.Location, error) { return time.UTC, nil }).run(t.Context())
	if len(found) != 3 {
		t.Fatalf("%+v", found)
	}
	if !found[0].is(outcomeOK, "1 day of 1 record: all fall on midnight", "") {
		t.Errorf("%+v", found[0])
	}
	if !found[1].is(outcomeWarning, `day of b 1 is "5 March", and no day in epoch milliseconds`, "filters on days may leave the record out") {
		t.Errorf("%+v", found[1])
	}
	if found[2].outcome != outcomeFailed || !strings.Contains(found[2].detail, "c 1: ") {
		t.Errorf("%+v", found[2])
	}
	if calls := s.calls.Load(); calls != 5+2+2+1 {
		t.Errorf("%d calls", calls)
	}
	if found := dated.check(c, func() (*time.Location, error) { return nil, errors.New("no zone") }).run(t.Context()); len(found) != 1 || !found[0].is(outcomeFailed, "no zone", "") {
		t.Errorf("%+v", found)
	}
}

// TestFewRecordsAreRead: of many entities one record each, and of no more than twelve in all.
func TestFewRecordsAreRead(t *testing.T) {
	t.Parallel()
	for entities, want := range map[int]int64{2: 4, 6: 12, 7: 7, 20: 12} {
		names, bodies := make([]string, 0, entities), map[string]string{}
		for i := range entities {
			name := fmt.Sprintf("e%d", i)
			names = append(names, name)
			for _, id := range []string{"1", "2"} {
				bodies["/"+name+"/"+id] = `{"guid":"` + id + `","day":1772668800000}`
			}
			bodies["/"+name] = `[{"guid":"1"},{"guid":"2"},{"guid":"3"}]`
		}
		s := serve(t, nil, bodies)
		c := calling(t, s.URL, things(names...))
		dated := &dayRecords{machine: time.UTC}
		c.answered = dated.keep
		for _, one := range (&reads{caller: c}).checks() {
			_ = look(t, one)
		}
		before := s.calls.Load()
		if seen := dated.read(t.Context(), service.New(c.client, 1)); int64(seen.records) != want || s.calls.Load()-before != want {
			t.Errorf("of %d entities %d records are read by %d calls, want %d", entities, seen.records, s.calls.Load()-before, want)
		}
	}
}

// TestATroubledServerIsLeft after a few records that it does not give.
func TestATroubledServerIsLeft(t *testing.T) {
	t.Parallel()
	statuses, dated := map[string]int{}, &dayRecords{machine: time.UTC}
	catalog := things("a", "b", "c", "d", "e")
	for _, entity := range catalog.Entities {
		statuses["/"+entity.Name+"/1"] = 500
		dated.dated = append(dated.dated, datedEntity{entity, []string{"1", "2"}})
	}
	s := serve(t, statuses, nil)
	c := calling(t, s.URL, catalog)
	if seen := dated.read(t.Context(), service.New(c.client, 1)); len(seen.wrong) != enoughReads || s.calls.Load() != enoughReads {
		t.Errorf("%d failures by %d calls", len(seen.wrong), s.calls.Load())
	}
}

// TestDaysThatAreNone are told of once for a field; empty ones and those that are not known say nothing.
func TestDaysThatAreNone(t *testing.T) {
	t.Parallel()
	entity := things("things").Entities[0]
	var seen daysSeen
	for _, text := range []string{`{"day":null}`, `{"day":""}`, `{"other":"x"}`, `{"at":5}`, `{"day":"x"}`, `{"day":"y"}`, `{"day":1772668800000}`} {
		r, err := record.New(record.Value(text))
		if err != nil {
			t.Fatal(err)
		}
		seen.look(entity, "1", r)
	}
	if len(seen.times) != 1 || seen.records != 1 || len(seen.wrong) != 1 {
		t.Errorf("%+v", seen)
	}
}

// TestMirror: one that cannot be used is a warning, since every command still reads from the server.
func TestMirror(t *testing.T) {
	t.Parallel()
	options := mirror.Options{
		Address: filepath.Join(t.TempDir(), "mirror.db"), Environment: "sandbox", Server: "https://aimsio.example/", Catalog: api.Builtin(), DayZone: time.UTC,
		Now: time.Now, Own: true,
	}
	var wrong error
	local := localCopy{
		options: func() (mirror.Options, error) { return options, wrong },
		explain: func(err error) error { return err },
		now:     time.Now,
	}
	if found := look(t, local.check()); !found.is(outcomeOK, `there is none; "aimsio sync" makes one`, "") {
		t.Errorf("%+v", found)
	}
	making := options
	making.Make = true
	store, err := mirror.Open(t.Context(), making)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if found := look(t, local.check()); !found.is(outcomeOK, ": 0 records, 0 gone, never synced", "") || !strings.Contains(found.detail, options.Address) {
		t.Errorf("%+v", found)
	}
	options.Server = "https://elsewhere.example/"
	if found := look(t, local.check()); found.outcome != outcomeWarning {
		t.Errorf("of another server: %+v", found)
	}
	wrong = errors.New("no zone")
	if found := look(t, local.check()); !found.is(outcomeFailed, "no zone", "") {
		t.Errorf("%+v", found)
	}
}
