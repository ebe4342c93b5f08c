package output

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// jobs describes records as the tests write them.
func jobs() []api.Field {
	return []api.Field{
		{Name: "number", Type: api.String},
		{Name: "name", Type: api.String},
		{Name: "start", Type: api.Time},
		{Name: "count", Type: api.Integer},
		{Name: "rate", Type: api.Number},
		{Name: "open", Type: api.Boolean},
		{Name: "wbs", Type: api.Object, Fields: []api.Field{
			{Name: "guid", Type: api.String}, {Name: "at", Type: api.Time},
		}},
		{Name: "crew", Type: api.Array, Items: api.Object, Fields: []api.Field{{Name: "from", Type: api.Time}}},
		{Name: "days", Type: api.Array, Items: api.Time},
	}
}

func utc(t *testing.T) Times {
	t.Helper()
	times, err := ParseTimes("utc", timetext.Zones{})
	if err != nil {
		t.Fatal(err)
	}
	return times
}

// write runs the JSON array through a writer and returns what it wrote.
func write(t *testing.T, o Options, array string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	w, err := New(&out, o)
	if err != nil {
		t.Fatal(err)
	}
	err = feed(w, strings.NewReader(array))
	return out.String(), err
}

func feed(w Writer, array io.Reader) error {
	for r, err := range record.Array(array, record.Limits{}) {
		if err != nil {
			return err
		}
		if err := w.Write(r); err != nil {
			return errors.Join(err, w.Close())
		}
	}
	return w.Close()
}

func mustWrite(t *testing.T, o Options, array string) string {
	t.Helper()
	got, err := write(t, o, array)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func checkText(t *testing.T, got, want string) {
	t.Helper()
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the output differs (-want +got):\n%s", diff)
	}
}

func rec(t *testing.T, object string) record.Record {
	t.Helper()
	r, err := record.New(record.Value(object))
	if err != nil {
		t.Fatal(err)
	}
	return r
}
