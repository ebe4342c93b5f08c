package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
)

// onBoth runs a test on each database, with a ledger of its own, and behind a PgBouncer that gives each transaction
// another connection.
func onBoth(t *testing.T, do func(t *testing.T, options ledger.Options)) {
	t.Helper()
	t.Parallel()
	for name, address := range map[string]func(*testing.T) string{"sqlite": fileAddress, "postgres": postgresAddress, "pooled": pooledAddress} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			do(t, ledger.Options{
				Address: address(t), Environment: "sandbox", Server: "https://one.invalid/", User: "u", Now: noon, Make: true, Command: "aimsio export run",
			})
		})
	}
}

func noon() time.Time { return time.Date(2026, time.November, 1, 12, 0, 0, 0, time.UTC) }

func fileAddress(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "ledger.db")
}

// schemaNumber tells the schemas of a run apart.
var schemaNumber atomic.Int64

func postgresAddress(t *testing.T) string {
	t.Helper()
	server := os.Getenv("AIMSIO_TEST_POSTGRES")
	if server == "" {
		t.Skip("AIMSIO_TEST_POSTGRES is not set: .ci/postgres starts a server and prints its address")
	}
	schema := fmt.Sprintf("ledger_test_%d_%d", os.Getpid(), schemaNumber.Add(1))
	t.Cleanup(func() {
		opened, err := database.OpenPostgres(context.WithoutCancel(t.Context()), database.Ledger, server, "", "test")
		ok(t, err)
		defer func() { _ = opened.Close() }()
		_, err = opened.ExecContext(context.WithoutCancel(t.Context()), "drop schema if exists "+schema+"_ledger cascade")
		ok(t, err)
	})
	return server + "?search_path=" + schema
}

func pooledAddress(t *testing.T) string {
	t.Helper()
	bouncer := os.Getenv("AIMSIO_TEST_PGBOUNCER")
	if bouncer == "" {
		t.Skip("AIMSIO_TEST_PGBOUNCER is not set: .ci/postgres starts a PgBouncer and prints its address")
	}
	_, schema, _ := strings.Cut(postgresAddress(t), "?")
	return bouncer + "/transaction?" + schema
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func opened(t *testing.T, options ledger.Options) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), options)
	ok(t, err)
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// records are some with these GUIDs, handed over for the nth time.
func records(nth int64, guids ...string) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		for _, guid := range guids {
			if !yield(ledger.Record{GUID: guid, Key: "K-" + guid, Hash: "h", Content: []byte(`{"guid":"` + guid + `"}`), Handing: nth}, nil) {
				return
			}
		}
	}
}

func collecting(nth int64, content []byte, guids ...string) ledger.Collecting {
	return ledger.Collecting{
		Export: "payroll", Entity: "timecards", Kind: ledger.New, Format: "csv", Status: "Exported", Settings: []byte(`{}`),
		Name:     func(number int64) (string, string, error) { return fmt.Sprintf("t-%d.csv", number), "/folder", nil },
		Manifest: func(_ int64, path string) ([]byte, error) { return []byte(path), nil },
		Records:  records(nth, guids...), Content: bytes.NewReader(content), Size: int64(len(content)), SHA256: "sum",
	}
}

// TestBatch: a batch has the next number, its records and bytes are kept as they are, and it goes from state to state.
func TestBatch(t *testing.T) {
	onBoth(t, func(t *testing.T, options ledger.Options) {
		t.Helper()
		l, ctx := opened(t, options), t.Context()
		content := bytes.Repeat([]byte("0123456789abcdef\x00\xff"), 40_000) // more than two parts
		guids := make([]string, 450)
		for i := range guids {
			guids[i] = fmt.Sprintf("g%03d", i)
		}
		b, err := l.Collect(ctx, collecting(1, content, guids...))
		ok(t, err)
		if b.Number != 1 || b.State != ledger.Collected || b.Records != 450 || b.Path != "t-1.csv" || b.Folder != "/folder" || string(b.Manifest) != "t-1.csv" || !b.Made.Equal(noon()) {
			t.Errorf("collected %+v", b)
		}
		read, err := io.ReadAll(l.Content(ctx, &b))
		ok(t, err)
		if !bytes.Equal(read, content) {
			t.Errorf("%d bytes are read, %d were kept", len(read), len(content))
		}
		place := int64(0)
		for one, err := range l.Records(ctx, &b) {
			ok(t, err)
			if place++; one.Place != place || one.GUID != guids[place-1] || one.Key != "K-"+one.GUID || one.Handing != 1 {
				t.Fatalf("record %d is %+v", place, one)
			}
		}
		ok(t, l.BeginDelivery(ctx, &b))
		if !b.DeliveryOpen() {
			t.Error("the delivery is not open")
		}
		ok(t, l.MarkWritten(ctx, &b))
		ok(t, l.FailDelivery(ctx, &b, 3))
		if b.DeliveryOpen() || b.Exit != 3 || b.State != ledger.Written {
			t.Errorf("after a failure %+v", b)
		}
		ok(t, l.MarkDelivered(ctx, &b))
		if err := l.Cancel(ctx, &b); !errors.Is(err, ledger.ErrMoved) {
			t.Errorf("a delivered batch is cancelled: %v", err)
		}
		ok(t, l.SetMarks(ctx, &b, []ledger.Mark{{"g000", ledger.MarkSet, ""}, {"g001", ledger.MarkRefused, "no \x00"}}))
		counts, err := l.CountMarks(ctx, &b)
		ok(t, err)
		if counts[ledger.MarkSet] != 1 || counts[ledger.MarkRefused] != 1 || counts[""] != 448 {
			t.Errorf("marks %v", counts)
		}
		for one, err := range l.Unmarked(ctx, &b) {
			ok(t, err)
			if one.GUID == "g000" {
				t.Error("a record that has its status is to get it again")
			}
		}
		ok(t, l.MarkMarked(ctx, &b))
		ok(t, l.MarkDone(ctx, &b))
		open, err := l.Unfinished(ctx, "payroll")
		ok(t, err)
		if len(open) != 0 || !b.State.Ended() {
			t.Errorf("open %+v", open)
		}
	})
}

// TestNeverInTwo: the database refuses a record that is in a batch already, whatever the program believes, and an export
// of another entity.
func TestNeverInTwo(t *testing.T) {
	onBoth(t, func(t *testing.T, options ledger.Options) {
		t.Helper()
		l, ctx := opened(t, options), t.Context()
		first, err := l.Collect(ctx, collecting(1, nil, "a", "b"))
		ok(t, err)
		if _, err := l.Collect(ctx, collecting(1, nil, "c", "b")); err == nil {
			t.Error("a record is in two batches")
		}
		known, err := l.Known(ctx, "payroll", []string{"a", "b", "c"})
		ok(t, err)
		if len(known) != 2 || known["b"].Number != 1 || known["b"].Queued() {
			t.Errorf("known %+v", known)
		}
		ok(t, l.Cancel(ctx, &first))
		known, err = l.Known(ctx, "payroll", []string{"b"})
		ok(t, err)
		if !known["b"].Queued() {
			t.Errorf("after it was cancelled %+v", known)
		}
		second, err := l.Collect(ctx, collecting(2, nil, "b"))
		ok(t, err)
		if second.Number != 2 {
			t.Errorf("the number is %d", second.Number)
		}
		other := collecting(1, nil, "x")
		other.Entity = "invoices"
		_, err = l.Collect(ctx, other)
		if bound, is := errors.AsType[*ledger.EntityError](err); !is || bound.Entity != "timecards" {
			t.Errorf("another entity: %v", err)
		}
		all, err := l.Exports(ctx)
		ok(t, err)
		if len(all) != 1 || all[0].Batches != 1 || all[0].Unfinished != 1 || all[0].Last != 2 || all[0].Records != 0 {
			t.Errorf("exports %+v", all)
		}
	})
}

// TestForWhom: a ledger is that of a server and a user, and is not made where nobody asks for it.
func TestForWhom(t *testing.T) {
	onBoth(t, func(t *testing.T, options ledger.Options) {
		t.Helper()
		ctx := t.Context()
		options.Make = false
		if _, err := ledger.Open(ctx, options); !errors.Is(err, ledger.ErrNone) {
			t.Errorf("where there is none: %v", err)
		}
		options.Make = true
		_ = opened(t, options)
		for _, change := range []func(*ledger.Options){
			func(o *ledger.Options) { o.Server = "https://two.invalid/" }, func(o *ledger.Options) { o.User = "v" },
		} {
			other := options
			change(&other)
			_, err := ledger.Open(ctx, other)
			if _, foreign := errors.AsType[*database.ForeignError](err); !foreign {
				t.Errorf("another one's: %v", err)
			}
		}
		options.Server, options.User = "https://one.invalid/", ""
		_ = opened(t, options)
	})
}

// TestLock: one process works on an export at a time, and others on other exports.
func TestLock(t *testing.T) {
	onBoth(t, func(t *testing.T, options ledger.Options) {
		t.Helper()
		one, two := opened(t, options), opened(t, options)
		release, err := one.Lock(t.Context(), "a/日", false, nil)
		ok(t, err)
		_, err = two.Lock(t.Context(), "a/日", false, nil)
		if busy, is := errors.AsType[*ledger.BusyError](err); !is || !strings.Contains(busy.Holder, "aimsio export run") {
			t.Errorf("two at once: %v", err)
		}
		other, err := two.Lock(t.Context(), "b", false, nil)
		ok(t, err)
		other()
		told := false
		waited, err := two.Lock(t.Context(), "a/日", true, func(error) { told = true; release() })
		ok(t, err)
		waited()
		if !told {
			t.Error("who waits is not told for whom")
		}
	})
}

// TestOtherFiles: what is no ledger stays as it is, and a damaged one is not made anew.
func TestOtherFiles(t *testing.T) {
	t.Parallel()
	path := fileAddress(t)
	ok(t, os.WriteFile(path, []byte("half a ledger, or a letter"), 0o600))
	_, err := ledger.Open(t.Context(), ledger.Options{Address: path, Make: true, Now: noon})
	if _, damaged := errors.AsType[*database.DamagedError](err); !damaged {
		t.Error(err)
	}
	if kept, err := os.ReadFile(path); err != nil || string(kept) != "half a ledger, or a letter" {
		t.Errorf("%q, %v", kept, err)
	}
}
