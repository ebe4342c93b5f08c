package mirror_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// TestReads: what a query reads is known from the database, whatever its text looks like.
func TestReads(t *testing.T) {
	entity, catalog := things()
	entity.Fields = append(entity.Fields, api.Field{Name: "parts", Type: api.Array, Items: api.Object, Fields: []api.Field{{Name: "name", Type: api.String}}})
	other := entityNamed("others", api.Field{Name: "number", Type: api.String})
	quoted := entityNamed("o'clock", api.Field{Name: "number", Type: api.String})
	catalog.Entities = append(catalog.Entities, other, quoted)
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		for n := range 300 { // enough for an index to be worth its while
			f.put(entity, fmt.Sprint(n), indexEntry(fmt.Sprint(n), 1), fmt.Sprintf(`{"number":"%d","parts":[{"name":"x"}]}`, n), 0)
		}
		querier, err := f.OpenQuerier(t.Context(), mirror.QuerierOptions{})
		f.ok(err)
		defer func() { f.ok(querier.Close()) }()
		for query, want := range map[string]string{
			"select 1": "", "select count(*) from things": "things", "select count(*) from things_parts": "things", "select 'others' as x from things": "things",
			"select number from things where number = '7'": "things", "select number from others where number = '7'": "others",
			"select * from things t join others o on t.number = o.number": "things others", "select (select count(*) from others)": "others",
			"with others as (select 1 as x) select * from others": "", "with x as (select * from others) select count(*) from x, things": "things others",
			"select number from things union all select number from others order by 1": "things others", "select count(*) from o_clock": "o'clock",
			"select 1 from things where exists (select 1 from others)": "things others", "/* others */ select 1 -- from others": "",
			"select count(*) from objects": "all", "select count(*) from history": "all", "select count(*) from syncs": "",
			"select o.id from objects o, things t": "things all",
			"select count(*) from THINGS":          "things", "select count(*) from Things": "things", "select count(*) from tHINGS as t": "things",
			"select count(*) from THINGS_Parts": "things", "select count(*) from OBJECTS": "all", "select count(*) from History": "all",
			"select (select count(*) from Others)": "others", "select 1 where exists (select 1 from OTHERS)": "others",
			"select 1 where not exists (select * from OTHERS)": "others", "select count(*) from Things, OTHERS": "things others",
			"select count(*) from Things cross join OTHERS o": "things others", "select count(*) from THINGS t left join Others o on true": "things others",
			"with x as (select count(*) as n from OTHERS) select n from X": "others", "with x as (select 1 from Others) select count(*) from x": "others",
			"select count(*) from (select 1 from Others limit 1) o": "others",
			"select 1 union all select count(*) from OTHERS":        "others", "select count(*) from O_Clock": "o'clock",
			"with recursive x(n) as (select count(*) from THINGS union all select n - 1 from x where n > 0) select count(*) from x": "things",
		} {
			answer, err := querier.Query(t.Context(), query)
			if err != nil {
				t.Errorf("%s: %v", query, err)
				continue
			}
			got := strings.Join(answer.Reads.Entities, " ")
			if answer.Reads.All {
				got = strings.TrimSpace(got + " all")
			}
			if got != want {
				t.Errorf("%s reads %q, want %q", query, got, want)
			}
			f.ok(answer.Close())
		}
	})
}

// TestLargeRows: a row that could fill the memory is refused, and so is one whose values together are
// too large. What is asked next is answered.
func TestLargeRows(t *testing.T) {
	_, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		querier, err := f.OpenQuerier(t.Context(), mirror.QuerierOptions{Limits: record.Limits{Size: 1 << 20}})
		f.ok(err)
		defer func() { f.ok(querier.Close()) }()
		ask := func(query string) error {
			answer, err := querier.Query(t.Context(), query)
			if err != nil {
				return err
			}
			defer func() { _ = answer.Close() }() // the connection may be gone with the row
			rows, err := answer.Records()
			f.ok(err)
			for _, err := range rows.All() {
				if err != nil {
					return err
				}
			}
			return nil
		}
		text := func(n int) string {
			if database.OnServer(f.options.Address) {
				return fmt.Sprintf("repeat('x', %d)", n)
			}
			return fmt.Sprintf("replace(hex(zeroblob(%d)), '00', 'x')", n)
		}
		for _, query := range []string{
			"select " + text(100<<20) + " as x", "select " + text(2<<20) + " as x", "select " + text(600_000) + " as x, " + text(600_000) + " as y",
		} {
			err := ask(query)
			if _, wrong := errors.AsType[*mirror.QueryError](err); !wrong || !strings.Contains(err.Error(), "a row of the answer is larger than 1 MiB") {
				t.Errorf("%s: %v", query, err)
			}
			f.ok(ask("select " + text(500_000) + " as x"))
		}
	})
}

// TestFreshness: what was never synced, is older than the rest or was synced in part is told apart.
func TestFreshness(t *testing.T) {
	t.Parallel()
	standings := []mirror.EntityStatus{
		{Entity: "new", IndexedAt: noon(), Complete: true}, {Entity: "same", IndexedAt: noon().Add(-time.Hour), Complete: true},
		{Entity: "old", IndexedAt: noon().Add(-61 * time.Minute), Complete: true}, {Entity: "part", IndexedAt: noon(), Complete: true, Pending: 3},
		{Entity: "kept", Objects: 2},
	}
	got := mirror.FreshnessOf(standings, []string{"new", "same", "old", "part", "kept", "none"})
	said := fmt.Sprint(got.Oldest.Format("15:04"), " never ", mirror.Names(got.Never), " older ", mirror.Names(got.Older), " partial ", mirror.Names(got.Partial))
	if want := "10:59 never [kept none] older [old] partial [part]"; said != want {
		t.Errorf("%s, want %s", said, want)
	}
	if got := mirror.FreshnessOf(standings, []string{"kept"}); !got.Oldest.IsZero() {
		t.Errorf("what was never synced is from %s", got.Oldest)
	}
}
