package table_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/output/table"
)

// page takes lines.
type page struct{ strings.Builder }

func (p *page) Line(line string, _ bool) error {
	p.WriteString(line + "\n")
	return nil
}

// columns reads the names of columns, each with the first letter of its role behind a colon.
func columns(words ...string) []table.Column {
	roles := map[string]table.Role{"w": table.Whole, "r": table.Reason, "n": table.Name, "k": table.Key}
	var made []table.Column
	for _, word := range words {
		name, role, _ := strings.Cut(word, ":")
		made = append(made, table.Column{Name: name, Role: roles[role]})
	}
	return made
}

// row makes cells of texts; those that begin with # are numbers.
func row(texts ...string) []table.Cell {
	var cells []table.Cell
	for _, text := range texts {
		digits, number := strings.CutPrefix(text, "#")
		cells = append(cells, table.Cell{Text: digits, Number: number})
	}
	return cells
}

func write(t *testing.T, o table.Options, rows ...[]table.Cell) string {
	t.Helper()
	var out page
	made := table.New(&out, o)
	for _, row := range rows {
		if err := made.Add(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func check(t *testing.T, got, want string) {
	t.Helper()
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the output differs (-want +got):\n%s", diff)
	}
}
