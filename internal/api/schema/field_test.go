package schema

import (
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

func TestIntegersThatAreTimesOrDays(t *testing.T) {
	for _, c := range []struct {
		format, name string
		want         api.Type
	}{
		{"int64", "timecardDate", api.Day},
		{"", "nrbInvoiceDate", api.Day},
		{"date", "worked", api.Day},
		{"epoch-day-ms", "worked", api.Day},
		{"epoch-ms", "timecardDate", api.Time}, // what is said counts over the name
		{"", "jobUpdatedAt", api.Time},
		{"", "createdDate", api.Time},
		{"", "lastModifiedDate", api.Time},
		{"", "update", api.Integer},
		{"int64", "candidate", api.Integer},
		{"", "jobId", api.Integer},
	} {
		if got := integerKind(c.format, c.name); got != c.want {
			t.Errorf("an integer %s of format %q is of type %s, want %s", c.name, c.format, got, c.want)
		}
	}
}

func TestIsDay(t *testing.T) {
	for _, f := range []api.Field{{Type: api.Day}, {Type: api.String, Format: "date"}} {
		if !f.IsDay() {
			t.Errorf("%s %s is no day", f.Type, f.Format)
		}
	}
	for _, f := range []api.Field{{Type: api.Time}, {Type: api.String, Format: "date-time"}, {Type: api.Integer, Format: "date"}} {
		if f.IsDay() {
			t.Errorf("%s %s is a day", f.Type, f.Format)
		}
	}
}
