package answer

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// The numbers of an answer to five records tell how many of them were not written.
func TestCounts(t *testing.T) {
	for answer, want := range map[string]int64{
		`{}`:                          0,
		`{"saved":5}`:                 0,
		`{"saved":4}`:                 1,
		`{"saved":"4"}`:               1,
		`{"saved":5,"succeeded":3}`:   2, // the lower counts
		`{"failed":2}`:                2,
		`{"failed":1,"errorCount":3}`: 3,
		`{"errorCode":3}`:             0,
		`{"created":2,"updated":2}`:   1,
		`{"created":2,"updated":2,"unchanged":1}`: 0,
		`{"created":4,"saved":5}`:                 0,
		`{"total":3}`:                             2,
		`{"total":12345}`:                         0,
		`{"requested":7,"saved":5}`:               2,
		`{"requested":7,"saved":7}`:               0,
		`{"saved":-1}`:                            0,
		`{"saved":"some"}`:                        0,
	} {
		x := newReading(Call{Entity: calling(wrapped(), nil).Entity, Operation: wrapped()})
		for name, v := range record.Members(jsontext.Value(answer)) {
			x.counts.add(x.roleOf(name), v)
		}
		if got := max(0, x.counts.missing(5)); got != want {
			t.Errorf("%s: %d, want %d", answer, got, want)
		}
	}
}
