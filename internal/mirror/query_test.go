package mirror_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// TestQueriesChangeNothing: whatever is asked, one statement or several, in one query or one after
// the other, nothing is written: neither in the mirror nor beside it.
func TestQueriesChangeNothing(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.put(entity, "a", indexEntry("a", 1), `{"number":"1"}`, 0)
		folder := t.TempDir()
		aside := filepath.Join(folder, "aside.db")
		common := []string{
			"insert into syncs values ('x', 1, 1, 1, 1)", "update objects set body = '{}'", "delete from objects", "drop table objects", "drop view things",
			"create table t (x text)", "create view v as select 1", "alter table objects add column x text", "delete from objects returning id",
			"with x as (select 1) delete from objects", "select 1; delete from objects", "commit; delete from objects; begin", "commit", "rollback; delete from objects",
			"begin; delete from objects; commit", "savepoint a; delete from objects; release a", "vacuum",
		}
		own := []string{
			"attach '" + aside + "' as other", "create table other.t (x text)", "attach '" + f.options.Address + "' as again", "pragma query_only = 0",
			"delete from again.objects", "commit; delete from again.objects", "attach '" + f.options.Address + "' as b; commit; delete from b.objects",
			"pragma query_only = 0; delete from objects", "pragma writable_schema = 1", "pragma writable_schema = 1; delete from sqlite_master",
			"pragma user_version = 7", "pragma journal_mode = delete", "vacuum into '" + aside + "'", "create temp table t (x text)", "reindex", "pragma wal_checkpoint(truncate)",
			"commit; vacuum into '" + aside + "'", "select load_extension('x')", "select writefile('" + aside + "', 'x')",
		}
		if database.OnServer(f.options.Address) {
			own = []string{
				"set transaction read write", "set transaction read write; delete from objects", "set default_transaction_read_only = off", "delete from objects",
				"set session characteristics as transaction read write", "update objects set id = 'x'", "select set_config('transaction_read_only', 'off', false)",
				"do $$ begin delete from objects; end $$", "do $$ begin commit; set transaction read write; delete from objects; end $$", "truncate objects",
				"copy objects to '" + aside + "'", "copy objects from '" + aside + "'", "create temp table t (x text)", "lock table objects", "reset all", "discard all",
				"copy (select 1) to '" + aside + "'", "copy (select 1) to program 'touch " + aside + "'", "/* /* */ select 1 */ copy (select 1) to program 'touch " + aside + "'",
				"--\rselect 1\ncopy (select 1) to '" + aside + "'", "call nothing()", "listen x", "notify x", "checkpoint", "set role none", "load 'x'", "vacuum objects",
				"prepare p as delete from objects", "execute p", "commit and chain", "start transaction read write", "select nextval('objects_seq_seq')", "grant select on objects to public",
			}
		}
		querier, err := f.OpenQuerier(t.Context(), mirror.QuerierOptions{})
		f.ok(err)
		defer func() { f.ok(querier.Close()) }()
		for _, query := range append(common, own...) {
			answer, err := querier.Query(t.Context(), query)
			if err != nil {
				if _, wrong := errors.AsType[*mirror.QueryError](err); !wrong {
					t.Errorf("%s: %v", query, err)
				}
				continue
			}
			if rows, err := answer.Records(); err == nil {
				for _, err := range rows.All() {
					_ = err // some fail here
				}
			}
			_ = answer.Close() // a transaction that was ended within cannot be
		}
		f.answers("select id, body from objects", `{"id":"a","body":"{\"number\":\"1\"}"}`)
		f.answers("select count(*) as n from syncs", `{"n":0}`)
		f.answers("select number from things", `{"number":"1"}`)
		if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
			t.Errorf("beside the mirror there is now %v (%v)", entries, err)
		}
		f.ok(f.Check(t.Context()))
		// And the querier still answers.
		answer, err := querier.Query(t.Context(), "select 1 as x")
		f.ok(err)
		f.ok(answer.Close())
	})
}

// TestAnswers: values come as JSON of their kind, numbers digit for digit, and columns that are called
// the same are told apart.
func TestAnswers(t *testing.T) {
	_, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		f.answers(`select 9007199254740993 as n, 'it''s "x"' as t, null as none, 'a' || 'b'`,
			`{"n":9007199254740993,"t":"it's \"x\"","none":null,`+map[bool]string{true: `"?column?"`, false: `"'a' || 'b'"`}[database.OnServer(f.options.Address)]+`:"ab"}`)
		f.answers(`select 1 as x, 2 as x, 3 as "X", 4 as x_2, 5 as ""`[:len(`select 1 as x, 2 as x, 3 as "X", 4 as x_2`)], `{"x":1,"x_2":2,"X":3,"x_2_2":4}`)
		f.answers("select 1 as x where 1 = 0", "")
		f.answers("select 1 as x union all select 2 order by 1 -- and no more", `{"x":1}`+"\n"+`{"x":2}`)
		if !database.OnServer(f.options.Address) {
			f.answers("select x'ff00' as b, 0.1 as f, 1e400 as i, -1e400 as j", `{"b":"/wA=","f":0.1,"i":"Infinity","j":"-Infinity"}`)
			return
		}
		f.answers("select 10.10 as d, true as b, '{\"a\":[1.50]}'::jsonb as j, 'NaN'::numeric as n, 'Infinity'::float8 as i, array['x','y'] as a",
			`{"d":10.10,"b":true,"j":{"a": [1.50]},"n":"NaN","i":"Infinity","a":"{x,y}"}`)
		f.answers(`select timestamptz '2026-03-04 12:00:00.5+01' as t, date '2026-03-04' as d, '\xff00'::bytea as b`,
			`{"t":"2026-03-04T11:00:00.5Z","d":"2026-03-04","b":"/wA="}`)
	})
}

// TestWrongQueries: what the database does not take is told from a mirror that is broken.
func TestWrongQueries(t *testing.T) {
	_, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		for _, query := range []string{"selec 1", "select nonsense", "select * from nonsense", "select (", "select ?", "select $1", "", "--", "\x00", "select '\xff\x00'", "select 1/0 from things, nonsense"} {
			_, err := f.ask(query)
			if _, wrong := errors.AsType[*mirror.QueryError](err); err != nil && !wrong {
				t.Errorf("%q: %v", query, err)
			}
			if err == nil && strings.Contains(query, "nonsense") {
				t.Errorf("%q is answered", query)
			}
		}
	})
}
