package input_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// fields are those of a made-up entity.
func fields() []api.Field {
	return []api.Field{
		{Name: "code", Type: api.String},
		{Name: "name", Type: api.String},
		{Name: "rate", Type: api.Number},
		{Name: "count", Type: api.Integer},
		{Name: "active", Type: api.Boolean},
		{Name: "startDate", Type: api.Time},
		{Name: "schedule", Type: api.Object, Fields: []api.Field{
			{Name: "guid", Type: api.String}, {Name: "rules", Type: api.Array}, {Name: "endDate", Type: api.Time},
		}},
		{Name: "items", Type: api.Array, Items: api.Object, Fields: []api.Field{
			{Name: "day", Type: api.Time}, {Name: "rate", Type: api.Number},
		}},
		{Name: "days", Type: api.Array, Items: api.Time},
		{Name: "extra", Type: api.Any},
	}
}

// options are for tests of content: format by content, times in a zone that is not the machine's.
func options() input.Options {
	return input.Options{Wrapper: "thingList", Fields: fields(), Zones: timetext.Zones{Time: time.FixedZone("", -7*60*60)}}
}

// open reads a text as standard input.
func open(t testing.TB, content string, o input.Options) *input.File {
	t.Helper()
	f, err := input.Open("-", strings.NewReader(content), o)
	if err != nil {
		t.Fatalf("%.60q: %v", content, err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// read gives one line for each record, fault and error.
func read(f *input.File) []string {
	var got []string
	for item, err := range f.Records() {
		if err != nil {
			got = append(got, "error: "+err.Error())
			continue
		}
		got = append(got, fmt.Sprintf("%d %s", item.Line, item.Record.Raw()))
		for _, fault := range item.Faults {
			got = append(got, fmt.Sprintf("fault: %q %q %s", fault.Path, fault.Value, fault.Expected))
		}
	}
	return got
}

// readText opens and reads a text; an error of Open is its only line.
func readText(t *testing.T, content string, o input.Options) []string {
	t.Helper()
	f, err := input.Open("-", strings.NewReader(content), o)
	if err != nil {
		return []string{"error: " + err.Error()}
	}
	defer func() { _ = f.Close() }()
	return read(f)
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
