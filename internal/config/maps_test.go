package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHeadMaps(t *testing.T) {
	f := &file{path: "config.yaml"}
	err := f.parse([]byte("maps:\n  - name: hr\n    entity: employees\n    heads: {Employee No: employeeCode, Notes: }\n  - {name: erp, heads: {No: jobNumber}, colour: red}\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []HeadMap{
		{Name: "hr", Entity: "employees", Heads: map[string]string{"Employee No": "employeeCode", "Notes": ""}},
		{Name: "erp", Heads: map[string]string{"No": "jobNumber"}},
	}
	if diff := cmp.Diff(want, f.maps); diff != "" {
		t.Error(diff)
	}
	if len(f.warnings) != 1 || !strings.Contains(f.warnings[0], `unknown key "colour"`) {
		t.Error(f.warnings)
	}
	for content, fault := range map[string]string{
		"maps: {a: b}":                                               "maps is a list",
		"maps: [{name: a}]":                                          "a map needs a name and heads",
		"maps: [{heads: {a: b}}]":                                    "a map needs a name and heads",
		"maps: [{name: a, heads: [b]}]":                              "names and fields are expected",
		"maps: [{name: a, heads: {b: [c]}}]":                         "the name of a field is expected",
		"maps: [{name: [a], heads: {b: c}}]":                         "a text is expected",
		"maps: [{name: a, heads: {b: c}}, {name: a, heads: {b: c}}]": "given twice",
	} {
		if err := (&file{path: "config.yaml"}).parse([]byte(content)); err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s: %v", content, err)
		}
	}
}
