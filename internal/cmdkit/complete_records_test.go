package cmdkit_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
)

// TestCompleteRecords: keys and GUIDs come from the mirror, without a call and without a word.
func TestCompleteRecords(t *testing.T) {
	t.Parallel()
	m, server := calling(t)
	synced(t, m).Close()
	server.Calls()
	for _, test := range []struct {
		typed   string
		further []string
		want    []string
	}{
		{"C", nil, []string{"C1", "C2", "C3"}},
		{"C2", nil, []string{"C2"}},
		{"e", nil, []string{"e1", "e2", "e3"}},
		{"x", nil, nil},
		{"C", []string{"AIMSIO_USERNAME=somebody-else"}, nil},
		{"C", []string{"AIMSIO_ENV=there"}, nil},
		{"C", []string{"AIMSIO_ENV=demo"}, nil},
	} {
		run := m.run(test.further...)
		cmd := &cobra.Command{}
		cmd.SetContext(t.Context())
		words, directive := cmdkit.CompleteRecords(run.Env, hydratetest.Employees(t))(cmd, nil, test.typed)
		var plain []string
		for _, word := range words {
			word, _, _ = strings.Cut(word, "\t")
			plain = append(plain, word)
		}
		if !slices.Equal(plain, test.want) || directive != cmdkit.WordDone || run.Said.Len() > 0 {
			t.Errorf("%q with %q: %q, %v, said %q", test.typed, test.further, words, directive, run.Said)
		}
	}
	if calls := server.Calls(); len(calls) > 0 {
		t.Errorf("the server is called: %q", calls)
	}
}
