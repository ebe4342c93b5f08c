package cli

import (
	"iter"

	"github.com/aimsio-cli/aimsio/internal/service"
)

// changeSeq walks changes that are to be written.
type changeSeq = iter.Seq2[service.Change, error]

// counting counts changes by their settled outcome, those to be sent under "".
func counting(changes changeSeq, counts map[string]int) changeSeq {
	return func(yield func(service.Change, error) bool) {
		for change, err := range changes {
			if err == nil {
				outcome := ""
				if change.Settled != nil {
					outcome = change.Settled.Outcome
				}
				counts[outcome]++
			}
			if !yield(change, err) {
				return
			}
		}
	}
}
