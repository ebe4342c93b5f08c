package handover

import (
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// summarise tells in some lines what a batch was.
func (r *Run) summarise(b *ledger.Batch) {
	settings, err := SettingsOf(b)
	if err != nil {
		return // the row tells of the batch as well
	}
	r.Notef("batch %d of %s (%s) is %s: %s in %s, %s", b.Number, b.Export, b.Kind, b.State, text.Counted(b.Records, "record"), File(b), text.Bytes(b.Size))
	if line := Line(settings.Totals); line != "" {
		r.Notef("%s", line)
	}
	r.Notef("sha256 %s", b.SHA256)
}

// Line tells totals in one line, empty where there are none.
func Line(t Totals) string {
	var words []string
	for _, day := range t.Days {
		words = append(words, day.Field+" "+day.First+" to "+day.Last)
	}
	for _, sum := range t.Sums {
		words = append(words, "sum of "+sum.Field+" "+sum.Sum)
	}
	return strings.Join(words, ", ")
}

// DeliveryOf tells how the last delivery of a batch ended, empty where none began.
func DeliveryOf(b *ledger.Batch) string {
	switch {
	case b.Begun.IsZero():
		return ""
	case !b.Delivered.IsZero():
		return "succeeded"
	case b.DeliveryOpen():
		return "unknown"
	default:
		return "failed with exit code " + strconv.Itoa(b.Exit)
	}
}
