package cli

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// openJournal prepares the log of what a run writes. A write that cannot be logged does not begin.
func (a *app) openJournal(r *reader) (*journal.Journal, error) {
	folder, err := a.journalFolder()
	if err != nil {
		return nil, err
	}
	log, err := journal.Open(folder, journal.Run{
		ID: journal.NewRunID(a.world.Now()), Environment: r.environment.Name,
		Server: r.environment.URL.String(), User: r.user, Command: append([]string{"aimsio"}, a.args...),
	})
	if err != nil {
		return nil, fmt.Errorf("the log of writes cannot be written, so nothing was sent: %w", err)
	}
	return log, nil
}

// journalFolder is where the log of writes lies.
func (a *app) journalFolder() (string, error) {
	loaded, err := a.load()
	if err != nil {
		return "", err
	}
	return loaded.MakeStateDir()
}

// rawRecords gives the bytes of records as they were read, nil where there are none.
func rawRecords(records []*record.Record) []jsontext.Value {
	var raw []jsontext.Value
	for i, r := range records {
		if r == nil {
			continue
		}
		if raw == nil {
			raw = make([]jsontext.Value, len(records))
		}
		raw[i] = r.Raw()
	}
	return raw
}
