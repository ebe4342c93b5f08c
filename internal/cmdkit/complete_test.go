package cmdkit_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
)

// offered gives the words that are offered for what has been typed of a flag, and whether more may follow a word.
func offered(t *testing.T, add func(*cobra.Command), flag, typed string) (words []string, open bool) {
	t.Helper()
	cmd := &cobra.Command{Use: "try"}
	add(cmd)
	complete, ok := cmd.GetFlagCompletionFunc(flag)
	if !ok {
		t.Fatalf("nothing completes --%s", flag)
	}
	words, directive := complete(cmd, nil, typed)
	if directive&cobra.ShellCompDirectiveNoFileComp == 0 {
		t.Errorf("--%s offers files", flag)
	}
	return words, directive&cobra.ShellCompDirectiveNoSpace != 0
}

// schedule are fields with members, in an object and in a list.
func schedule() []api.Field {
	return []api.Field{
		{Name: "status", Type: api.String, Enum: []string{"Active", "On Hold", "$(reboot)"}},
		{Name: "site", Type: api.Object, Fields: []api.Field{{Name: "town", Type: api.String}}},
		{Name: "lines", Type: api.Array, Items: api.Object, Fields: []api.Field{{Name: "hours", Type: api.Number}}},
	}
}

// TestCompleteFields: what can be typed there is offered, to the depth that the flag takes.
func TestCompleteFields(t *testing.T) {
	t.Parallel()
	var list string
	add := func(cmd *cobra.Command) {
		new(cmdkit.OutputFlags).Add(cmd, schedule)
		cmdkit.AddExplode(cmd, &list, schedule)
		cmd.Flags().String("sort", "", "")
		cmd.Flags().String("filter", "", "")
		cmdkit.RegisterCompletion(cmd, "sort", cmdkit.CompleteSort(schedule))
		cmdkit.RegisterCompletion(cmd, "filter", cmdkit.CompleteFilters(cmdtest.New(t, cmdtest.Variables(t, ""), "").Env, &api.Entity{}, schedule))
	}
	for _, test := range []struct {
		flag, typed string
		want        []string
		open        bool
	}{
		{"columns", "", []string{"status", "site", "site.town", "lines", "lines.hours"}, true},
		{"columns", "status,si", []string{"status,status", "status,site", "status,site.town", "status,lines", "status,lines.hours"}, true},
		{"sort", "", []string{"status", "site", "site.town", "lines"}, false},
		{"sort", "-s", []string{"-status", "-site", "-site.town", "-lines"}, false},
		{"filter", "st", []string{"status=", "site=", "site.town=", "lines=", "lines.hours="}, true},
		{"filter", "status=", []string{"status=Active", "status=On Hold"}, false}, // the third would be run by a shell
		{"filter", "status!=A", []string{"status!=Active", "status!=On Hold"}, false},
		{"filter", "site.town=x", nil, false},
		{"filter", "unknown=x", []string{"status=", "site=", "site.town=", "lines=", "lines.hours="}, true},
		{"explode", "", []string{"lines"}, false},
		{"time", "", []string{"epoch", "utc", "local"}, false},
	} {
		words, open := offered(t, add, test.flag, test.typed)
		if !slices.Equal(words, test.want) || open != test.open {
			t.Errorf("--%s %s: %q, open %v", test.flag, test.typed, words, open)
		}
	}
}

// TestCompleteNames: environments and entities are offered by name, of a configuration that can be read.
func TestCompleteNames(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.configure("environments: [{name: here, url: \"https://here.invalid\"}]\n")
	run := m.run()
	words, directive := cmdkit.CompleteEnvironments(run.Env)(nil, nil, "")
	if want := []string{"sandbox", "portal", "mock", "demo", "here"}; !slices.Equal(words, want) || directive != cmdkit.WordDone {
		t.Errorf("%q, %v", words, directive)
	}
	m.configure("environments: [\n")
	if words, _ := cmdkit.CompleteEnvironments(m.run().Env)(nil, nil, ""); !slices.Contains(words, "sandbox") {
		t.Errorf("beside a broken configuration: %q", words)
	}
	words, directive = cmdkit.CompleteEntities(run.Env)(nil, nil, "")
	if len(words) != len(api.Builtin().Entities) || !slices.Contains(words, "joborders") || directive != cmdkit.WordDone {
		t.Errorf("%q, %v", words, directive)
	}
	first := cmdkit.CompleteOnce(cmdkit.CompleteWords("a", "b"))
	if words, _ := first(nil, nil, ""); !slices.Equal(words, []string{"a", "b"}) {
		t.Errorf("%q", words)
	}
	if words, directive := first(nil, []string{"a"}, ""); words != nil || directive != cmdkit.WordDone {
		t.Errorf("after the first: %q, %v", words, directive)
	}
	if words, directive := cmdkit.CompleteNothing(nil, nil, "x"); words != nil || directive != cmdkit.WordDone {
		t.Errorf("%q, %v", words, directive)
	}
}

// TestOffered: words come from the server and from the configuration, and a shell puts them on the command line.
func TestOffered(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 3)
	lines := []string{
		"plain", "with blank", "-flag", "--flag", "$(reboot)", "a;b", "`x`", "a'b", "_activeHelp_ run this", "", "ünï",
		"described\twith\x1b[2J two\nlines", "\tno word", long + "\tx\ty",
	}
	complete := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return lines, cmdkit.WordOpen
	}
	safe := func(word string) bool { return word != "" && !strings.ContainsAny(word, "$;`' ") }
	words, directive := cmdkit.Offered(complete, safe)(nil, nil, "p")
	if want := []string{"plain", "ünï", "described\twith␛[2J two lines", long + "\tx y"}; !slices.Equal(words, want) || directive != cmdkit.WordOpen {
		t.Errorf("%q, want %q", words, want)
	}
	// Where a minus was typed, a word with one is no flag to the program.
	if words, _ := cmdkit.Offered(complete, safe)(nil, nil, "-"); !slices.Contains(words, "-flag") || slices.Contains(words, "$(reboot)") {
		t.Errorf("%q", words)
	}
}

// TestCompletionOfNoFlag: that is a mistake of the program, which shows at once.
func TestCompletionOfNoFlag(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("nobody learns of it")
		}
	}()
	cmdkit.RegisterCompletion(&cobra.Command{}, "none", cmdkit.CompleteNothing)
}
