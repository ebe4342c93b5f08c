package local

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror/freshness"
)

// noteFreshness reports what told does not have yet. Of entities that were asked for by name, an answer that is none
// is reported to a quiet run too.
func noteFreshness(reporter hydrate.Reporter, notes freshness.Notes, named bool, told *[]string) {
	for _, note := range slices.Concat(notes.Other, notes.Wrong) {
		switch {
		case slices.Contains(*told, note):
			continue
		case named && slices.Contains(notes.Wrong, note):
			reporter.Problemf("%s", note)
		default:
			reporter.Notef("%s", note)
		}
		*told = append(*told, note)
	}
}
