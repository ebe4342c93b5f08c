package test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const surfaceFile = "testdata/surface.txt"

// TestSurface compares every command, alias and flag with those that scripts of users rely on.
func TestSurface(t *testing.T) {
	t.Parallel()
	var lines []string
	eachCommand(commandTree(), func(command *cobra.Command) { lines = append(lines, surfaceOf(command)...) })
	slices.Sort(lines)
	got := strings.Join(lines, "\n") + "\n"
	if updating() {
		if err := os.WriteFile(surfaceFile, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(surfaceFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the command line has changed. What is taken away or renamed breaks scripts, so it needs a decision and a line "+
			"in CHANGELOG.md; then write the new surface with UPDATE=1 go test ./test -run TestSurface\n%s", diff)
	}
}

// surfaceOf gives a line for a command and for each of its aliases and flags.
func surfaceOf(command *cobra.Command) []string {
	path := command.CommandPath()
	lines := []string{path + " (command)"}
	for _, alias := range command.Aliases {
		lines = append(lines, fmt.Sprintf("%s (alias %s)", path, alias))
	}
	command.LocalFlags().VisitAll(func(flag *pflag.Flag) {
		scope := "local"
		if command.PersistentFlags().Lookup(flag.Name) != nil {
			scope = "persistent"
		}
		name := "--" + flag.Name
		if flag.Shorthand != "" {
			name += ", -" + flag.Shorthand
		}
		line := fmt.Sprintf("%s %s (%s, default %q, %s", path, name, flag.Value.Type(), flag.DefValue, scope)
		if flag.NoOptDefVal != "" {
			line += fmt.Sprintf(", alone %q", flag.NoOptDefVal)
		}
		lines = append(lines, line+")")
	})
	return lines
}
