package cmdkit_test

import (
	"slices"
	"testing"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestFlagPairs: a flag that would have no effect is refused, since who gave it expects one.
func TestFlagPairs(t *testing.T) {
	t.Parallel()
	add := func(cmd *cobra.Command) {
		cmd.Flags().Bool("full", false, "")
		cmd.Flags().Bool("wait", true, "")
		cmd.Flags().String("list", "", "")
		cmd.Flags().String("rejects", "", "")
		cmd.Flags().String("jq", "", "")
		cmd.Flags().Int("batch", 50, "")
		cmdkit.NoteFlag(cmd, "rejects", cmdkit.OnlyWith, "full", "list")
		cmdkit.NoteFlag(cmd, "batch", cmdkit.IdleWith, "jq")
		cmdkit.NoteFlag(cmd, "batch", cmdkit.IdleWith, "full") // which is added to the other
		cmdkit.NoteFlag(cmd, "wait", cmdkit.OnlyWith, "no-such-flag")
	}
	for _, test := range []struct {
		args []string
		says string
	}{
		{nil, ""},
		{[]string{"--rejects", "x"}, "--rejects has no effect without --full or --list: give that too, or leave --rejects out"},
		{[]string{"--rejects", "x", "--full"}, ""},
		{[]string{"--rejects", "x", "--list", "y"}, ""},
		{[]string{"--rejects", "x", "--full=false"}, "--rejects has no effect without --full or --list"},
		{[]string{"--batch", "1"}, ""},
		{[]string{"--batch", "1", "--jq", "."}, "--batch has no effect beside --jq: give one of them"},
		{[]string{"--batch", "1", "--full"}, "--batch has no effect beside --full"},
		{[]string{"--batch", "1", "--full=false"}, ""},
		{[]string{"--batch", "50", "--jq", "."}, "--batch has no effect beside --jq"}, // as it is anyway, and asked for
		{[]string{"--wait"}, ""},                                                      // which is so anyway
		{[]string{"--wait=false"}, "--wait has no effect without --no-such-flag"},
	} {
		_, err := command(t, add, test.args...)
		if test.says != "" {
			refused(t, err, fail.Usage, test.says)
		} else if err != nil {
			t.Errorf("%q: %v", test.args, err)
		}
	}
}

// TestChoices: a word that a flag of all commands does not take is refused by every command.
func TestChoices(t *testing.T) {
	t.Parallel()
	add := func(cmd *cobra.Command) {
		cmd.Flags().StringP("output", "o", "", "")
		cmd.Flags().String("color", "", "")
		cmd.Flags().String("other", "", "")
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmdkit.CheckChoices(cmd.Flags()) }
	}
	for _, test := range []struct {
		args []string
		says string
	}{
		{nil, ""},
		{[]string{"-o", "json", "--color", "Never", "--other", "pink"}, ""},
		{[]string{"--color", "pink"}, `--color: "pink" is not valid; expected one of auto, always, never`},
		{[]string{"-o", "xml"}, `--output: "xml" is not valid; expected one of table, wide, json, ndjson, `},
	} {
		_, err := command(t, add, test.args...)
		if test.says != "" {
			refused(t, err, fail.Usage, test.says)
		} else if err != nil {
			t.Errorf("%q: %v", test.args, err)
		}
	}
}

// TestArguments: words too many or too few are refused, and named.
func TestArguments(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		check cobra.PositionalArgs
		args  []string
		says  string
	}{
		{cmdkit.NoArgs, nil, ""},
		{cmdkit.NoArgs, []string{"a", "b"}, `"try" takes no arguments, but got "a b"`},
		{cmdkit.OneArg("RUN"), []string{"a"}, ""},
		{cmdkit.OneArg("RUN"), nil, `"try" takes one argument, RUN, but got 0`},
		{cmdkit.OneArg("RUN"), []string{"a", "b"}, `"try" takes one argument, RUN, but got 2`},
	} {
		_, err := command(t, func(cmd *cobra.Command) { cmd.Args = test.check }, test.args...)
		if test.says != "" {
			refused(t, err, fail.Usage, test.says)
		} else if err != nil {
			t.Errorf("%q: %v", test.args, err)
		}
	}
}

// TestNeedsSubcommand: a group of commands shows its help, and says what it has where a word is none of it.
func TestNeedsSubcommand(t *testing.T) {
	t.Parallel()
	helped := 0
	group := func() *cobra.Command {
		cmd := &cobra.Command{Use: "mirror", Args: cobra.ArbitraryArgs, RunE: cmdkit.NeedsSubcommand}
		cmd.SetHelpFunc(func(*cobra.Command, []string) { helped++ })
		for _, name := range []string{"status", "clear"} {
			cmd.AddCommand(&cobra.Command{Use: name, RunE: cmdkit.NeedsSubcommand})
		}
		root := &cobra.Command{Use: "aimsio"}
		root.AddCommand(cmd)
		return root
	}
	if err := cmdtest.Do(t.Context(), group(), "mirror"); err != nil || helped != 1 {
		t.Errorf("alone: %v, %d helps", err, helped)
	}
	refused(t, cmdtest.Do(t.Context(), group(), "mirror", "statsu", "x"), fail.Usage, `"aimsio mirror" has no subcommand "statsu": it has clear, status (did you mean status?)`)
	refused(t, cmdtest.Do(t.Context(), group(), "mirror", "zzzzzzzz"), fail.Usage, `"aimsio mirror" has no subcommand "zzzzzzzz": it has clear, status`)
	if helped != 1 {
		t.Error("a wrong word shows help")
	}
}

// TestNearest: what may have been meant, best first, and no more than three.
func TestNearest(t *testing.T) {
	t.Parallel()
	for word, want := range map[string][]string{
		"invoice": {"invoices"}, "INVOICES": {"invoices"}, "xyz": nil, "": nil,
	} {
		if got := cmdkit.Nearest(word, []string{"joborders", "invoices", "timecards"}); !slices.Equal(got, want) {
			t.Errorf("%q: %q", word, got)
		}
	}
	if got := cmdkit.Nearest("list", []string{"list1", "list2", "list3", "list4", "list"}); len(got) != 3 || got[0] != "list" {
		t.Errorf("%q", got)
	}
	refused(t, cmdkit.UsageHint(nil, "no %s", "such thing"), fail.Usage, "no such thing")
	refused(t, cmdkit.UsageHint([]string{"a", "b"}, "50%% of %q", "x"), fail.Usage, `50% of "x" (did you mean a, b?)`)
}

// TestColumnsFlag: names may have blanks around them; an empty list is a mistake, none at all is not. What has no
// effect with other flags is refused.
func TestColumnsFlag(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args []string
		want []string
		says string
	}{
		{nil, nil, ""},
		{[]string{"--columns", "a,b.c"}, []string{"a", "b.c"}, ""},
		{[]string{"--columns", " a , b "}, []string{"a", "b"}, ""},
		{[]string{"--columns", "a", "--columns", "b"}, []string{"a", "b"}, ""},
		{[]string{"--columns="}, nil, "--columns names no field"},
	} {
		flags := outputFlags(t, test.args...)
		got, err := flags.Chosen()
		if test.says != "" {
			refused(t, err, fail.Usage, test.says)
		} else if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, %v", test.args, got, err)
		}
	}
	fields := func() []api.Field { return nil }
	input := func(cmd *cobra.Command) {
		cmd.Flags().String("file", "", "")
		cmdkit.AddExplodeInput(cmd, new(string), fields)
	}
	_, err := command(t, input, "--explode", "lines")
	refused(t, err, fail.Usage, "--explode has no effect without --file")
	if _, err = command(t, input, "--explode", "lines", "--file", "x"); err != nil {
		t.Error(err)
	}
	_, err = command(t, func(cmd *cobra.Command) { new(cmdkit.OutputFlags).Add(cmd, fields) }, "--excel", "--jq", ".")
	refused(t, err, fail.Usage, "--excel has no effect beside --jq")
}
