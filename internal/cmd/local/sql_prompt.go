package local

import (
	"context"
	"path/filepath"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/sqlprompt"
)

// prompt asks what a person types, query by query.
func (s *sqlRun) prompt(ctx context.Context) error {
	s.streams.Notef("%s", sqlprompt.Greeting)
	history, lines := openHistory(s.settings, s.streams)
	schema := &schemaOptions{output: s.output, printing: s.printing, options: s.mirrors.MirrorOptions}
	p := &sqlprompt.Prompt{
		Postgres: database.OnServer(s.store.Place()), History: history, Out: s.streams.Out,
		Tables: append(s.store.Views(), mirror.Tables(s.store.Place())...),
		Query: func(ctx context.Context, query string) error {
			s.told = nil
			return s.one(ctx, query)
		},
		Schema: func(ctx context.Context, tables []string) error { return runMirrorSchema(ctx, schema, tables) },
		Report: func(err error) { s.streams.Problemf("error: %s", fail.OneLine(err)) },
	}
	editor := newLineEditor(lines, p.Complete)
	defer editor.close()
	p.ReadLine = editor.readLine
	if history != nil {
		history.Remember = editor.remember
	}
	return p.Run(ctx)
}

// openHistory opens what was typed at earlier prompts. Where it cannot be kept, that is said and the prompt goes on.
func openHistory(settings *cmdkit.Settings, reporter hydrate.Reporter) (*sqlprompt.History, []string) {
	broken := func(err error) { reporter.Notef("warning: what is typed is not remembered: %s", fail.OneLine(err)) }
	state, err := settings.StateDir()
	if err != nil {
		broken(err)
		return nil, nil
	}
	history, lines, err := sqlprompt.OpenHistory(filepath.Join(state, "sql_history"))
	if err != nil {
		broken(err)
		return nil, nil
	}
	history.Broken = broken
	return history, lines
}
