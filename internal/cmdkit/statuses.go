package cmdkit

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// CompleteStatuses offers the statuses that the description knows, and those that the mirror has seen. It calls no
// server. lists tells that commas would separate several, so that a status that has one cannot stand there bare.
func CompleteStatuses(env *Env, entity *api.Entity, lists bool) Completer {
	return func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		return env.statuses(cmd.Context(), entity, lists), WordDone
	}
}

// statuses gives the statuses that can be offered, without a word where there is no mirror to ask.
func (e *Env) statuses(ctx context.Context, entity *api.Entity, lists bool) []string {
	if known := Statuses(entity); len(known) > 0 {
		return known
	}
	e.Quiet = true
	store, err := e.ReadMirror(ctx, MirrorFlags{})
	if err != nil || store == nil {
		return nil
	}
	seen, err := store.Labels(ctx, entity)
	if err != nil {
		return nil
	}
	var words []string
	for _, label := range seen {
		if label.Text != "" && (!lists || !strings.ContainsAny(label.Text, ",'\"@")) {
			words = append(words, label.Text)
		}
	}
	return words
}

// WarnUnmatched says of the statuses that a filter asks for and no record has which ones may have been meant, by those
// that the mirror has seen.
func (m *Mirrors) WarnUnmatched(ctx context.Context, store *mirror.Store, entity *api.Entity, unmatched []string) error {
	if store == nil || len(unmatched) == 0 {
		return nil
	}
	seen, err := store.Labels(ctx, entity)
	if err != nil {
		return m.MirrorError(err)
	}
	for _, status := range unmatched {
		if doubt := mirror.DoubtLabel(seen, status); doubt != "" {
			m.streams.Notef("warning: %s", doubt)
		}
	}
	return nil
}
