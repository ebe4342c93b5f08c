package chart

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// collected gives data of columns, in one text, and of rows: "name|1|2", where nothing is null and a value in quotes a text.
func collected(t *testing.T, kind Kind, columns string, rows ...string) (*Data, error) {
	t.Helper()
	d, err := New(kind, strings.Split(columns, "|"))
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		var cells []Cell
		for i, text := range strings.Split(row, "|") {
			bare := strings.Trim(text, `"`)
			cells = append(cells, Cell{Text: bare, Number: i > 0 && bare == text, Empty: text == ""})
		}
		if err := d.Add(cells); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// prepared is collected for data that is right, with the notes.
func prepared(t *testing.T, kind Kind, columns string, rows ...string) (*Data, []string) {
	t.Helper()
	d, err := collected(t, kind, columns, rows...)
	if err != nil {
		t.Fatal(err)
	}
	drawn, notes, err := d.Prepare(kind)
	if err != nil {
		t.Fatal(err)
	}
	return drawn, notes
}

// drawn is a chart in characters.
func drawn(t *testing.T, where Terminal, kind Kind, columns string, rows ...string) string {
	t.Helper()
	d, _ := prepared(t, kind, columns, rows...)
	var out bytes.Buffer
	if err := where.Draw(&out, kind, d); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if diff := cmp.Diff(strings.Split(strings.TrimPrefix(want, "\n"), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
