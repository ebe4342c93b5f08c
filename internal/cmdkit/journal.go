package cmdkit

import (
	"context"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/scrub"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// OpenJournal prepares the log of what a run writes. A write that cannot be logged does not begin.
func (s *Server) OpenJournal(ctx context.Context, r *session.Session) (*journal.Journal, error) {
	return s.OpenUndoJournal(ctx, r, "")
}

// OpenUndoJournal is OpenJournal for a run that puts back what another one changed, of which it is given the ID, ""
// for none.
func (s *Server) OpenUndoJournal(ctx context.Context, r *session.Session, undoes string) (*journal.Journal, error) {
	folder, err := s.settings.StateDir()
	if err != nil {
		return nil, fmt.Errorf("the log of writes cannot be written, so nothing was sent: %w", err)
	}
	var known func(string) string
	if !r.Environment.Open() { // whose password is public, and an ordinary word
		known = r.Client.WithoutPassword(ctx, scrub.Hidden)
	}
	log, err := journal.Open(folder, journal.Run{
		ID: journal.NewRunID(s.settings.Now()), Environment: r.Environment.Name,
		Server: r.Environment.URL.String(), User: r.User, Command: append([]string{"aimsio"}, s.invocation.Args...), Undoes: undoes,
	}, known)
	if err != nil {
		return nil, fmt.Errorf("the log of writes cannot be written, so nothing was sent: %w", err)
	}
	return log, nil
}

// StateDir is where the program keeps what lasts between runs, the log of writes among it.
func (s *Settings) StateDir() (string, error) {
	loaded, err := s.Load()
	if err != nil {
		return "", err
	}
	return loaded.MakeStateDir()
}
