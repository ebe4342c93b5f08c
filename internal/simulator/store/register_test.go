package store

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
)

// paints has a hub that collects what refers to it, always or in a share of all cases, under a condition or not.
func paints(t *testing.T, jobs int, where, sample string) *Dataset {
	t.Helper()
	d, err := newDataset(&api.Catalog{Entities: []*api.Entity{
		{Resource: "Paint", GUID: "paintGuid", Fields: []api.Field{
			{Name: "paintGuid", Type: api.String},
			{Name: "name", Type: api.String, Sample: "sequence P%d"},
			{Name: "colour", Type: api.String, Sample: "pick red|green|blue"},
			{Name: "walls", Type: api.Array, Collects: "Wall"},
		}},
		{Resource: "Wall", Key: []string{"code"}, Fields: []api.Field{
			{Name: "paint", Type: api.String, Sample: sample, RefersTo: &api.Reference{Resource: "Paint", Field: "name", Where: where}},
			{Name: "code", Type: api.String, Sample: "sequence W-%03d"},
		}},
	}}, data.Setup{Jobs: jobs})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What is kept must not grow with the length of records: 50,000 jobs have 280,000 of them, of 1 kB and more.
func TestManyRecordsTakeLittleMemory(t *testing.T) {
	const jobs, most = 50_000, 25 << 20 // bytes
	catalog := api.Builtin()
	before := inUse()
	d, err := newDataset(catalog, data.Setup{Jobs: jobs, AsOf: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range catalog.Entities {
		tb := d.of(e.Resource)
		last := record.Text(tb.Identity.Make(nil, data.Place{Ordinal: tb.Size - 1}))
		if _, found := d.Get(e, last); !found {
			t.Errorf("the last %s is not found", e.Title)
		}
		for _, field := range tb.Indexed {
			tb.byField(field, "none")
		}
	}
	if after := inUse(); after > before+most {
		t.Errorf("%d jobs take %d MB, want at most %d", jobs, (after-before)>>20, most>>20)
	}
	runtime.KeepAlive(d)
}

// inUse is the memory that is held, in bytes.
func inUse() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func made(t *testing.T, tb *table, field string, ordinal int) string {
	t.Helper()
	return record.Text(tb.Member(field).Make(nil, data.Place{Ordinal: ordinal}))
}

func TestOwnersAndOwnedAgree(t *testing.T) {
	for _, jobs := range []int{1, 2, 3, 12, 97, 100} {
		for _, where := range []string{"", "colour=red", "colour!=red"} {
			for _, sample := range []string{"", "maybe 40"} {
				d := paints(t, jobs, where, sample)
				hub, walls := d.of("Paint"), d.of("Wall")
				want := map[string][]int{}
				for ordinal := range walls.Size {
					paint := made(t, walls, "paint", ordinal)
					want[paint] = append(want[paint], ordinal)
				}
				for owner := range hub.Size {
					var got []int
					for _, ordinal := range walls.made.referring(hub.Member("walls").Collects, owner) {
						got = append(got, int(ordinal))
					}
					if name := made(t, hub, "name", owner); !slices.Equal(got, want[name]) {
						t.Fatalf("%d jobs, where %q, %q: %s is referred to by %v, the register says %v", jobs, where, sample, name, want[name], got)
					}
				}
				if extra := walls.made.referring(hub.Member("walls").Collects, hub.Size); extra != nil {
					t.Errorf("a paint that was not made up is referred to by %v", extra)
				}
			}
		}
	}
}

func TestRecordsAreFoundByWhatTheyWereMadeWith(t *testing.T) {
	const jobs = 300
	d := paints(t, jobs, "", "")
	hub, walls := d.of("Paint"), d.of("Wall")
	for _, ordinal := range []int{0, 1, 150, jobs - 1} {
		guid := made(t, hub, "paintGuid", ordinal)
		for _, spelling := range []string{guid, strings.ToUpper(guid)} {
			if got, found := hub.byIdentity(spelling); !found || got != ordinal {
				t.Errorf("%s is found at %d (%v), want %d", spelling, got, found, ordinal)
			}
		}
		code := fmt.Sprintf("W-%03d", ordinal+1)
		if got, found := walls.byField("code", code); !found || got != ordinal {
			t.Errorf("%s is found at %d (%v), want %d", code, got, found, ordinal)
		}
		if _, found := walls.byField("code", strings.ToLower(code)); found {
			t.Errorf("%s is found in small letters", code)
		}
	}
	var red []int
	for ordinal := range hub.Size {
		if made(t, hub, "colour", ordinal) == "red" {
			red = append(red, ordinal)
		}
	}
	if got := hub.made.find(hub.Member("colour"), "red"); !slices.Equal(got, red) || len(red) < 2 {
		t.Errorf("red are %v, the register says %v", red, got)
	}
	for _, none := range []string{"", "W-000", "W-1", "W-751", "w-001", made(t, hub, "paintGuid", 1)} {
		if ordinal, found := walls.byField("code", none); found {
			t.Errorf("the code %q is found at %d", none, ordinal)
		}
	}
}
