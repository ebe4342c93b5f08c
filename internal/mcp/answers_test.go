package mcp

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/spool"
)

// answered makes an answer of lines, as a command would have printed it.
func answered(t *testing.T, rows int, lines ...string) *answer {
	t.Helper()
	a := &answer{what: "rows", rows: rows, data: spool.New(1 << 10)}
	for _, line := range lines {
		if _, err := fmt.Fprintln(a, line); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func TestPagesGiveEveryRowOnce(t *testing.T) {
	t.Parallel()
	row := `{"n":"` + strings.Repeat("é", 10<<10) + `"}`
	var kept answers
	defer kept.close()
	got, err := kept.first(answered(t, 50, "1", row, row, row, row, row, "2"))
	var all []string
	for err == nil {
		if got.data.Len() > maxBytes {
			t.Errorf("a page of %d bytes", got.data.Len())
		}
		all = append(all, strings.Fields(got.data.String())...)
		if got.cursor == "" {
			break
		}
		got, err = kept.next(got.cursor)
	}
	if err != nil || len(all) != 7 || all[0] != "1" || all[6] != "2" || all[3] != row {
		t.Errorf("%d rows: %v", len(all), err)
	}
}

func TestARowThatIsTooLargeIsNamed(t *testing.T) {
	t.Parallel()
	var kept answers
	defer kept.close()
	got, err := kept.first(answered(t, 50, `1`, `"`+strings.Repeat("x", maxRow)+`"`, `3`))
	if err != nil {
		t.Fatal(err)
	}
	rest, err := kept.next(got.cursor)
	if err != nil || len(rest.tooLarge) != 1 || !strings.Contains(rest.tooLarge[0], "row 2 has 262,147 bytes") || rest.data.String() != "3\n" {
		t.Errorf("%v: %q, %q", err, rest.tooLarge, rest.data.String())
	}
	if head := rest.head(); !strings.Contains(head, "rows: 2 to 3 of 3") || !strings.Contains(head, "row 2") {
		t.Errorf("the page says %q", head)
	}
}

func TestACursorEnds(t *testing.T) {
	t.Parallel()
	var kept answers
	defer kept.close()
	first, err := kept.first(answered(t, 1, "1", "2"))
	if err != nil || first.cursor == "" {
		t.Fatal(err)
	}
	for range maxKept {
		if _, err := kept.first(answered(t, 1, "1", "2")); err != nil {
			t.Fatal(err)
		}
	}
	for _, cursor := range []string{first.cursor, "", "a.b.c", "a.-1.0", first.cursor + ".1", "a.zzzzzzzzzzzzzzzz.1"} {
		if got, err := kept.next(cursor); err == nil {
			t.Errorf("cursor %q gives %q", cursor, got.data.String())
		}
	}
}

func TestAPlanIsTakenOnce(t *testing.T) {
	t.Parallel()
	kept := plans{folder: "folder"}
	id, made := kept.begin("employees")
	if _, err := kept.take(id); err == nil {
		t.Error("a plan is taken that was not kept")
	}
	kept.keep(id, made)
	if got, err := kept.take(id); err != nil || got != made {
		t.Errorf("%v: %v", err, got)
	}
	if _, err := kept.take(id); err == nil {
		t.Error("a plan is taken twice")
	}
}
