package cli

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestUsageErrors: a mistake of the command line is named, with what may have been meant, before anything is done.
func TestUsageErrors(t *testing.T) {
	t.Parallel()
	for line, says := range map[string]string{
		"jobordres":                         `unknown command or entity "jobordres"; "aimsio entities" lists the entities, "aimsio help" the commands (did you mean joborders`,
		"jobordres list --full":             `unknown command or entity "jobordres"`,
		"jobordres --no-such":               `unknown command or entity "jobordres"`,
		"zzzzzzzz":                          `unknown command or entity "zzzzzzzz"; "aimsio entities" lists the entities, "aimsio help" the commands` + "\n",
		"joborders lst":                     `joborders have no verb "lst": they have list, get, create`,
		"joborders lst --full":              `joborders have no verb "lst"`,
		"joborders list --ful":              `unknown flag --ful for "aimsio joborders list"; see "aimsio joborders list --help" (did you mean --full`,
		"joborders list --no-such-flag-at":  `unknown flag --no-such-flag-at for "aimsio joborders list"; see "aimsio joborders list --help"` + "\n",
		"joborders list -x":                 `aimsio joborders list: unknown shorthand flag: 'x' in -x`,
		"joborders get -12":                 `hint: a word that begins with a minus and is no flag stands behind --, as in "aimsio joborders get -- -12"`,
		"api DELETE /x -5":                  `as in "aimsio api -- -5"`,
		"joborders list --limit many":       `--limit "many": a whole number is expected`,
		"joborders list --full=perhaps":     `--full "perhaps": true or false is expected`,
		"joborders list --env":              `aimsio joborders list: flag needs an argument: --env`,
		"joborders list --env=":             `--env is empty: give it a value or leave it out`,
		"joborders list --filter= --sort=":  `--sort is empty: give it a value or leave it out`,
		"joborders list --color pink":       `--color: "pink" is not valid; expected one of auto, always, never`,
		"version --color pink":              `--color: "pink" is not valid`,
		"env shwo":                          `"aimsio env" has no subcommand "shwo": it has `,
		"completion tcsh":                   `"aimsio completion" has no subcommand "tcsh": it has bash, fish, install, powershell, zsh`,
		"help jobordres":                    `unknown command or entity "jobordres"`,
		"help joborders lst":                `joborders have no verb "lst"`,
		"help env shwo":                     `"aimsio env" has no subcommand "shwo"`,
		"joborders list --trace=everything": `--trace=everything: it is --trace or --trace=body`,
		"simulate --queue soon":             `--queue "soon": a time such as 300ms or 5s is expected`,
		"simulate --rate fast":              `--rate "fast": a number is expected`,
		"joborders list --offline -o jsonx": `--output: "jsonx" is not valid`,
		"version surplus":                   `"aimsio version" takes no arguments, but got "surplus"`,
	} {
		newMachine(t).do(line).refused(t, line, fail.Usage, says)
	}
}

// TestHelp: what shows help ends well, on standard output.
func TestHelp(t *testing.T) {
	t.Parallel()
	for line, has := range map[string][]string{
		"":                     {"Usage:\n  aimsio", "Entities:\n", "The local copy:\n", "Setting up:\n", "Tools:\n", "joborders"},
		"help":                 {"Usage:\n  aimsio", "Entities:\n"},
		"--help":               {"Entities:\n"},
		"help joborders list":  {"Usage:\n  aimsio joborders list", "--help"},
		"joborders list -h":    {"Usage:\n  aimsio joborders list"},
		"joborders":            {"Verbs: list, get", "aimsio joborders list --env demo"},
		"help joborders":       {"Verbs: list, get"},
		"env":                  {"Usage:\n  aimsio env"},
		"completion":           {"bash", "powershell"},
		"help help":            {"aimsio help joborders list"},
		"--version":            {"aimsio " + cmdtest.Version + "\n"},
		"help completion fish": {"fish"},
	} {
		got := newMachine(t).do(line)
		if got.code != 0 || got.err != "" {
			t.Errorf("%q: code %d, said %q", line, got.code, got.err)
		}
		for _, words := range has {
			if !strings.Contains(got.out, words) {
				t.Errorf("%q does not show %q:\n%s", line, words, got.out)
			}
		}
	}
}

// TestCompletion: commands, flags and values are offered, without a server and beside a broken configuration.
func TestCompletion(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.configure("environments: [{name: here, url: \"https://here.invalid\"}]\n")
	for line, want := range map[string][]string{
		"__complete|help|joborders|l":        {"list"},
		"__complete|help|mirr":               {"mirror"},
		"__complete|joborders|upd":           {"update", "update-status"},
		"__complete|joborders|list|--env|":   {"sandbox", "portal", "mock", "demo", "here"},
		"__complete|joborders|list|--color|": {"auto", "always", "never"},
		"__complete|joborders|list|--trace=": {"calls", "body"},
		"__complete|version|-o|":             {"table", "json", "ndjson", "csv", "yaml"},
		"__complete|env|show|h":              {"here"},
		"__complete|help|no-such|":           nil,
	} {
		system, out, _ := m.system()
		if code := Run(strings.Split(line, "|"), system); code != 0 {
			t.Errorf("%s: code %d", line, code)
		}
		var words []string
		for offered := range strings.Lines(out.String()) {
			word, _, _ := strings.Cut(strings.TrimSpace(offered), "\t")
			words = append(words, word)
		}
		for _, word := range want {
			if !slices.Contains(words, word) {
				t.Errorf("%s offers %q, and not %q", line, words, word)
			}
		}
		if want == nil && len(words) != 1 { // the directive alone
			t.Errorf("%s offers %q", line, words)
		}
	}
	m.configure("environments: [\n")
	if got := m.do("__complete joborders list --env s"); got.code != 0 || !strings.Contains(got.out, "sandbox") {
		t.Errorf("beside a broken configuration: %+v", got)
	}
}

// TestCompletionScripts: each shell gets one; that of fish does not run what stands in quotes on the line.
func TestCompletionScripts(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if got := m.do("completion " + shell); got.code != 0 || !strings.Contains(got.out, "aimsio") || got.err != "" {
			t.Errorf("%s: code %d, said %q", shell, got.code, got.err)
		}
	}
	for _, line := range []string{"completion fish", "completion fish --no-descriptions"} {
		if got := m.do(line); strings.Count(got.out, "string escape -- $args[2..-1]") != 1 {
			t.Errorf("%s: the words are not quoted", line)
		}
	}
	if plain, described := m.do("completion fish --no-descriptions"), m.do("completion fish"); plain.out == described.out || !strings.Contains(plain.out, "__completeNoDesc") {
		t.Error("--no-descriptions changes nothing")
	}
}

// TestRefuseEmpty: a variable of a script that was never set must not mean another environment, or all records.
func TestRefuseEmpty(t *testing.T) {
	t.Parallel()
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.String("a", "x", "")
	flags.String("b", "", "")
	flags.StringSlice("list", nil, "")
	flags.Bool("switch", false, "")
	for _, test := range []struct {
		args []string
		says string
	}{
		{nil, ""}, // an empty default is nobody's doing
		{[]string{"--b", "x", "--switch=false"}, ""},
		{[]string{"--list="}, ""}, // for the command to judge
		{[]string{"--b="}, "--b is empty: give it a value or leave it out"},
		{[]string{"--a", "", "--b", ""}, "--a is empty"},
	} {
		if err := flags.Parse(test.args); err != nil {
			t.Fatal(err)
		}
		if err := refuseEmpty(flags); (err == nil) != (test.says == "") || err != nil && (!fail.Is(err, fail.Usage) || !strings.Contains(err.Error(), test.says)) {
			t.Errorf("%q: %v", test.args, err)
		}
	}
}

// TestFlagKind: what is expected of a flag is said in words, of each type that a command has.
func TestFlagKind(t *testing.T) {
	t.Parallel()
	var visit func(*cobra.Command)
	seen := map[string]bool{}
	visit = func(command *cobra.Command) {
		command.Flags().VisitAll(func(flag *pflag.Flag) {
			seen[flag.Value.Type()] = true
			if kind := flagKind(flag); kind == "another value" && !slices.Contains([]string{"string", "stringSlice", "stringArray", "filter"}, flag.Value.Type()) {
				t.Errorf("--%s of %s takes %s", flag.Name, command.CommandPath(), flag.Value.Type())
			}
		})
		for _, sub := range command.Commands() {
			visit(sub)
		}
	}
	visit(Commands(api.Builtin()))
	if len(seen) < 5 {
		t.Errorf("only %v were seen", seen)
	}
}

// TestOwnFiles: what the program keeps for itself is not written over by a name that leads there.
func TestOwnFiles(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.configure("color: never\n")
	if got := m.do("joborders list --limit 1"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	config := filepath.Join(m.variables["XDG_CONFIG_HOME"], "aimsio", "config.yaml")
	for _, name := range []string{config, filepath.Join(m.state(), "demo.ndjson"), filepath.Join(m.state(), "writes.ndjson")} {
		line := "joborders list -o ndjson --out " + name
		m.do(line).refused(t, line, fail.Usage, "--out "+name+" is a file that this program keeps for itself: name another one")
	}
	place := filepath.Join(t.TempDir(), "my.db")
	m.variables["AIMSIO_MIRROR"] = place
	for _, name := range []string{place, place + "-wal"} {
		line := "joborders list -o ndjson --out " + name
		m.do(line).refused(t, line, fail.Usage, "keeps for itself")
	}
	for _, flag := range []string{"--results", "--rejects"} {
		line := "joborders create --set jobNumber=1 --dry-run " + flag + " " + config
		m.do(line).refused(t, line, fail.Usage, flag+" "+config+" is a file that this program keeps for itself")
	}
	for _, name := range []string{filepath.Join(t.TempDir(), "mine.ndjson"), "-", "/dev/stdout"} {
		if got := m.do("joborders list --limit 1 -o ndjson --out " + name); got.code != 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	// An input is no output: -f may name the configuration, and is judged by what it holds.
	if got := m.do("joborders create --dry-run -f " + config); strings.Contains(got.err, "keeps for itself") {
		t.Errorf("%+v", got)
	}
}

// TestSummaries: an entity is called what its description says, in the list of commands by the first clause.
func TestSummaries(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ summary, long, short string }{
		{"", "Records of Wagon", "Records of Wagon"},
		{"Wagons and what they carry.", "Wagons and what they carry", "Wagons and what they carry"},
		{"Wagons: all of them", "Wagons: all of them", "Wagons"},
		{"Wagons (of steel); painted. Old", "Wagons (of steel); painted. Old", "Wagons"},
	} {
		entity := &api.Entity{Name: "wagons", Resource: "Wagon", Summary: test.summary}
		if about(entity) != test.long || inShort(about(entity)) != test.short {
			t.Errorf("%q: %q, %q", test.summary, about(entity), inShort(about(entity)))
		}
	}
}
