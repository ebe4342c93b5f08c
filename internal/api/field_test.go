package api

import "testing"

func TestIntegersThatAreTimesOrDays(t *testing.T) {
	for _, c := range []struct {
		format, name string
		want         Type
	}{
		{"int64", "timecardDate", Day},
		{"", "nrbInvoiceDate", Day},
		{"date", "worked", Day},
		{"epoch-day-ms", "worked", Day},
		{"epoch-ms", "timecardDate", Time}, // what is said counts over the name
		{"", "jobUpdatedAt", Time},
		{"", "createdDate", Time},
		{"", "lastModifiedDate", Time},
		{"", "update", Integer},
		{"int64", "candidate", Integer},
		{"", "jobId", Integer},
	} {
		if got := integerKind(c.format, c.name); got != c.want {
			t.Errorf("an integer %s of format %q is of type %s, want %s", c.name, c.format, got, c.want)
		}
	}
}

func TestIsDay(t *testing.T) {
	for _, f := range []Field{{Type: Day}, {Type: String, Format: "date"}} {
		if !f.IsDay() {
			t.Errorf("%s %s is no day", f.Type, f.Format)
		}
	}
	for _, f := range []Field{{Type: Time}, {Type: String, Format: "date-time"}, {Type: Integer, Format: "date"}} {
		if f.IsDay() {
			t.Errorf("%s %s is a day", f.Type, f.Format)
		}
	}
}
