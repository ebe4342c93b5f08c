package test

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// TestEveryEntityInEveryFormat: all eleven entities, as list, whole list and single record, in all
// formats, and the formats say the same.
func TestEveryEntityInEveryFormat(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	server, _ := simulated(t, nil)
	environment := variables(t, server)
	entities := api.Builtin().Entities
	if len(entities) != 11 {
		t.Errorf("%d entities, want 11", len(entities))
	}
	for _, entity := range entities {
		t.Run(entity.Name, func(t *testing.T) {
			t.Parallel()
			id := strings.TrimSpace(run(environment, entity.Name, "list", "-o", "ndjson", "--limit", "1", "--jq", ".guid // .id", "-q").out)
			for _, arguments := range [][]string{{entity.Name, "list"}, {entity.Name, "list", "--full"}, {entity.Name, "get", id, id}} {
				compareFormats(t, environment, entity, arguments)
			}
			single := run(environment, entity.Name, "get", id, "-o", "json")
			first := run(environment, entity.Name, "get", id, id, "-o", "json", "--jq", ".[0]")
			if diff := cmp.Diff(decoded(t, first.out), decoded(t, single.out)); diff != "" {
				t.Errorf("one record and the first of several differ:\n%s", diff)
			}
			table := run(environment, entity.Name, "get", id, "--all")
			for field := range decoded(t, single.out).(map[string]any) {
				if !strings.Contains(table.out, "\n"+field) && !strings.HasPrefix(table.out, field) {
					t.Errorf("the table of one record lacks %s:\n%s", field, table.out)
				}
			}
		})
	}
}

// compareFormats runs a command in every format and compares what they hold.
func compareFormats(t *testing.T, environment map[string]string, entity *api.Entity, arguments []string) {
	t.Helper()
	outputs := map[string]string{}
	for _, format := range []string{"table", "json", "ndjson", "csv", "yaml", "markdown", "html"} {
		got := run(environment, append(slices.Clone(arguments), "-o", format, "--time", "epoch")...)
		if got.code != 0 || got.err != "" {
			t.Fatalf("aimsio %s -o %s: code %d: %s", strings.Join(arguments, " "), format, got.code, got.err)
		}
		outputs[format] = got.out
	}
	want := decoded(t, outputs["json"]).([]any)
	if len(want) == 0 {
		t.Fatalf("aimsio %s shows nothing", strings.Join(arguments, " "))
	}
	if diff := cmp.Diff(want, decoded(t, "["+strings.ReplaceAll(strings.TrimSpace(outputs["ndjson"]), "\n", ",")+"]")); diff != "" {
		t.Errorf("%v: json and ndjson differ:\n%s", arguments, diff)
	}
	var fromYAML []any
	if err := yaml.Unmarshal([]byte(outputs["yaml"]), &fromYAML); err != nil {
		t.Fatalf("%v: yaml: %v", arguments, err)
	}
	if diff := cmp.Diff(normal(t, want), normal(t, fromYAML)); diff != "" {
		t.Errorf("%v: json and yaml differ:\n%s", arguments, diff)
	}
	rows, err := csv.NewReader(strings.NewReader(outputs["csv"])).ReadAll()
	if err != nil {
		t.Fatalf("%v: csv: %v", arguments, err)
	}
	if len(rows) != len(want)+1 {
		t.Fatalf("%v: %d rows of csv for %d records", arguments, len(rows), len(want))
	}
	compareRows(t, rows, want)
	if lines := strings.Count(outputs["markdown"], "\n"); lines != len(want)+2 {
		t.Errorf("%v: %d lines of markdown for %d records", arguments, lines, len(want))
	}
	if rows := strings.Count(outputs["html"], "<tr>"); rows != len(want)+1 {
		t.Errorf("%v: %d rows of html for %d records", arguments, rows, len(want))
	}
	header := strings.Fields(strings.SplitN(outputs["table"], "\n", 2)[0])
	if slices.Contains(arguments, "--full") || arguments[1] == "get" {
		if diff := cmp.Diff(entity.Columns, header); diff != "" {
			t.Errorf("%v: the columns of the table:\n%s", arguments, diff)
		}
	}
}

// compareRows checks every cell of a CSV whose field is a text or number at the top of a record.
func compareRows(t *testing.T, rows [][]string, records []any) {
	t.Helper()
	for i, each := range records {
		for name, value := range each.(map[string]any) {
			column := slices.Index(rows[0], name)
			if _, nested := value.(map[string]any); nested {
				continue
			}
			if column < 0 {
				t.Fatalf("the csv has no column %s: %v", name, rows[0])
			}
			var want string
			switch value := value.(type) {
			case string:
				want = value
			case json.Number:
				want = value.String()
			default:
				continue
			}
			if rows[i+1][column] != want {
				t.Errorf("record %d, %s: the csv has %q, the json %q", i+1, name, rows[i+1][column], want)
			}
		}
	}
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("not JSON: %v\n%.300s", err, text)
	}
	return value
}

// normal passes a value through JSON, so that values of two decoders can be compared.
func normal(t *testing.T, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var result any
	if err := json.Unmarshal(text, &result); err != nil {
		t.Fatal(err)
	}
	return result
}
