package mirror

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
)

// someStore is a mirror with the numbers from 1 on in a table of its own.
func someStore(t *testing.T, numbers int) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{Address: filepath.Join(t.TempDir(), "mirror.db"), Catalog: &api.Catalog{}, Make: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	err = s.withTx(t.Context(), "filling", func(ctx context.Context, tx queryer) error {
		if err := database.ExecAll(ctx, tx, "create table numbers (n integer primary key)"); err != nil {
			return err
		}
		for n := range numbers {
			if _, err := tx.ExecContext(ctx, "insert into numbers values (?)", n+1); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func scanNumber(r database.Row) (n int64, err error) {
	err = r.Scan(&n)
	return n, err
}

// TestPages: every row comes once and in order, wherever the pages end, and the mirror can be written to
// between two of them.
func TestPages(t *testing.T) {
	t.Parallel()
	const size = 3
	for _, numbers := range []int{0, 1, size - 1, size, size + 1, 2 * size, 2*size + 1} {
		s := someStore(t, numbers)
		p := database.Pages[int64, int64]{
			Query: "select n from numbers where n <> ? and n > ? order by n limit ?", Arguments: []any{0}, Size: size,
			Scan: scanNumber, Place: func(n int64) int64 { return n },
		}
		var got, want []int64
		for n := range numbers {
			want = append(want, int64(n+1))
		}
		for n, err := range p.All(t.Context(), s.read) {
			if err == nil {
				err = s.withConn(t.Context(), "writing to", func(ctx context.Context, on queryer) error {
					return writeMeta(ctx, on, "last", "x")
				})
			}
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, n)
		}
		if !slices.Equal(got, want) {
			t.Errorf("of %d rows came %v", numbers, got)
		}
		for n := range p.All(t.Context(), s.read) { // which can be left at any row, and read again
			if n != 1 {
				t.Errorf("the first row is %d", n)
			}
			break
		}
	}
}

// TestPagesThatFail: an error ends the rows, whether the query has it or a row.
func TestPagesThatFail(t *testing.T) {
	t.Parallel()
	s := someStore(t, 4)
	broken := errors.New("broken")
	for name, p := range map[string]database.Pages[int64, int64]{
		"query": {Query: "select n from nothing where n > ? limit ?", Scan: scanNumber},
		"row": {Query: "select n from numbers where n > ? order by n limit ?", Scan: func(r database.Row) (int64, error) {
			if n, err := scanNumber(r); err != nil || n == 2 {
				return 0, errors.Join(err, broken)
			}
			return 1, nil
		}},
	} {
		p.Size, p.Place = 2, func(n int64) int64 { return n }
		count := 0
		for _, err := range p.All(t.Context(), s.read) {
			if count++; err == nil || name == "row" && !errors.Is(err, broken) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if count != 1 {
			t.Errorf("%s: %d results", name, count)
		}
	}
}

// TestRows: one row is told from none, and statements stop where one fails.
func TestRows(t *testing.T) {
	t.Parallel()
	s := someStore(t, 2)
	err := s.withConn(t.Context(), "reading", func(ctx context.Context, on queryer) error {
		for query, want := range map[string]bool{"select n from numbers where n = 2": true, "select n from numbers where n = 3": false} {
			n, err := scanNumber(on.QueryRowContext(ctx, query))
			if found, err := database.WasFound(err); err != nil || found != want || found && n != 2 {
				t.Errorf("%s: %d, %t, %v", query, n, found, err)
			}
		}
		if _, err := database.WasFound(on.QueryRowContext(ctx, "select x from numbers").Err()); err == nil {
			t.Error("a wrong query is taken for one without rows")
		}
		if words, err := database.QueryStrings(ctx, on, "select 'n' || n from numbers order by n"); err != nil || !slices.Equal(words, []string{"n1", "n2"}) {
			t.Errorf("the words are %q, %v", words, err)
		}
		if err := database.ExecAll(ctx, on, "delete from numbers where n = 1", "delete from nothing", "delete from numbers"); err == nil {
			t.Error("a statement that fails is passed over")
		}
		if left, err := database.QueryAll(ctx, on, scanNumber, "select n from numbers"); err != nil || !slices.Equal(left, []int64{2}) {
			t.Errorf("left are %v, %v", left, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestMeta: what the mirror notes of itself is there until it is noted anew.
func TestMeta(t *testing.T) {
	t.Parallel()
	s := someStore(t, 0)
	if err := s.withTx(t.Context(), "writing to", func(ctx context.Context, tx queryer) error {
		for _, value := range []string{"", "one", "two"} {
			if got, err := readMeta(ctx, tx, "mark"); err != nil || got == value && value != "" {
				t.Errorf("before %q it is %q, %v", value, got, err)
			}
			if err := writeMeta(ctx, tx, "mark", value); err != nil {
				return err
			}
			if got, err := readMeta(ctx, tx, "mark"); err != nil || got != value {
				t.Errorf("%q is read as %q, %v", value, got, err)
			}
		}
		return errors.New("undo it")
	}); err == nil {
		t.Fatal("the error is lost")
	}
	if err := s.withConn(t.Context(), "reading", func(ctx context.Context, on queryer) error {
		if got, err := readMeta(ctx, on, "mark"); err != nil || got != "" {
			t.Errorf("what was undone is there: %q, %v", got, err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
