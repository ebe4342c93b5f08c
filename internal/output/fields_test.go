package output

import (
	"errors"
	"testing"
)

func TestCheckFields(t *testing.T) {
	for _, good := range []string{"number", "wbs", "wbs.guid", "wbs.nosuch", "crew.0.from", "crew.x", "zzzzzzzz"} {
		if err := CheckFields([]string{good}, jobs()); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for typed, meant := range map[string]string{"numbr": "number", "Number": "number", "cuont": "count"} {
		err := CheckFields([]string{"name", typed}, jobs())
		var unknown *UnknownFieldError
		if !errors.As(err, &unknown) || unknown.Name != typed || len(unknown.Nearest) == 0 || unknown.Nearest[0] != meant {
			t.Errorf("%s: %v", typed, err)
		}
	}
	if err := CheckFields([]string{"a", ""}, jobs()); err == nil {
		t.Error("an empty name is accepted")
	}
}

func TestParseFormat(t *testing.T) {
	for name, want := range map[string]Format{"": Table, "JSON": JSON, "ndjson": NDJSON, "csv": CSV, "yaml": YAML} {
		if got, err := ParseFormat(name); got != want || err != nil {
			t.Errorf("%q gives %q (%v)", name, got, err)
		}
	}
	if _, err := ParseFormat("xml"); err == nil {
		t.Error("xml is accepted")
	}
}
