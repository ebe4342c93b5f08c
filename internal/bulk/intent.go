package bulk

import (
	"encoding/json"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/service"
)

const beingSent = "it was being sent: if no other result of it follows, the program was stopped before an answer came"

// intend keeps in the results which records are about to be sent that must not be sent twice. Of all others
// a run that goes on needs to know nothing, since sending them again changes nothing.
func (o *writeOutput) intend(call service.Call, action string) error {
	if o.results == nil {
		return nil
	}
	var lines []byte
	for i, line := range call.Lines {
		if call.HasKey[i] {
			continue
		}
		row := o.row(service.Outcome{
			Line: line, Key: call.Keys[i], Action: action, Outcome: service.Unknown, GUID: call.IDs[i], Message: beingSent,
		})
		text, err := json.Marshal(results.Kept{Row: row, Sending: true})
		if err != nil {
			return fmt.Errorf("keeping what is about to be sent: %w", err)
		}
		lines = append(append(lines, text...), '\n')
	}
	if len(lines) == 0 {
		return nil
	}
	if err := o.addResults(lines); err != nil {
		return err
	}
	return flush(o.results)
}
