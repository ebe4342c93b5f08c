package test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmd/help"
	"github.com/aimsio-cli/aimsio/internal/synonym"
)

// TestFrontPage: what "aimsio" alone says is one screen of 40 lines of 80 columns.
func TestFrontPage(t *testing.T) {
	t.Parallel()
	shown := run(variables(t, ""), "--help").out
	if shown != run(variables(t, "")).out {
		t.Error("\"aimsio\" and \"aimsio --help\" say different things")
	}
	if lines := strings.Count(shown, "\n"); lines > 40 {
		t.Errorf("%d lines", lines)
	}
	for line := range strings.Lines(shown) {
		if len([]rune(strings.TrimRight(line, "\n"))) > 80 {
			t.Errorf("wider than 80 columns: %q", line)
		}
	}
	for _, sub := range commandTree().Commands() {
		if sub.IsAvailableCommand() && sub.Name() != "help" && !strings.Contains(shown, sub.Name()) {
			t.Errorf("no word of %s", sub.Name())
		}
	}
}

// variable is how the name of an environment variable looks.
var variable = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)

// TestHelpNamesEveryVariable: "aimsio help environment" tells of each variable that the program reads.
func TestHelpNamesEveryVariable(t *testing.T) {
	t.Parallel()
	topic := ""
	for _, known := range help.Topics() {
		if known.Name == "environment" {
			topic = known.Text
		}
	}
	read := 0
	for _, root := range []string{"../internal", "../cmd"} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "cmdtest") {
				return err
			}
			for _, name := range variablesIn(t, path) {
				read++
				if !regexp.MustCompile(`\b` + name + `\b`).MatchString(topic) {
					t.Errorf("%s reads %s, and \"aimsio help environment\" does not tell of it", path, name)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read < 20 {
		t.Errorf("only %d places read a variable", read)
	}
}

// variablesIn finds the names of variables in a file: texts that begin with AIMSIO_, and those given to what looks
// a variable up.
func variablesIn(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	add := func(expression ast.Expr, looked bool) {
		literal, ok := expression.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return
		}
		name, err := strconv.Unquote(literal.Value)
		if err == nil && variable.MatchString(name) && (looked || strings.HasPrefix(name, "AIMSIO_") && !strings.HasSuffix(name, "_")) {
			found = append(found, name)
		}
	}
	looksUp := regexp.MustCompile(`(?i)^(getenv|lookupenv|set|absolute|platform|folder)$`)
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			name := ""
			switch called := node.Fun.(type) {
			case *ast.Ident:
				name = called.Name
			case *ast.SelectorExpr:
				name = called.Sel.Name
			}
			if looksUp.MatchString(name) {
				for _, argument := range node.Args {
					add(argument, true)
				}
			}
		case ast.Expr:
			add(node, false)
		}
		return true
	})
	return found
}

// TestWordsOfOtherTools: what is offered instead of a word of another tool is a command that exists, and a
// command that exists is no such word.
func TestWordsOfOtherTools(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, command := range commandTree().Commands() {
		names[command.Name()] = true
	}
	quoted := regexp.MustCompile(`"(aimsio [^"]*)"`)
	offered := map[string]string{}
	for _, word := range synonym.Words() {
		if names[word] {
			continue // as soon as there is such a command, it counts
		}
		for _, line := range []string{word, word + " joborders J-1", word + " customers"} {
			for _, command := range quoted.FindAllStringSubmatch(synonym.Instead(api.Builtin(), strings.Fields(line)), -1) {
				offered[command[1]] = line
			}
		}
	}
	for command, line := range offered {
		for _, words := range commandsIn(command) {
			if err := parses(words[1:]); err != nil {
				t.Errorf("%s: \"%s\" is offered: %v", line, command, err)
			}
		}
	}
	for line, says := range map[string]string{
		"ls":                    `"aimsio joborders list"`,
		"get joborders":         `"aimsio joborders list"`,
		"login":                 `"aimsio auth login --env NAME"`,
		"config":                `"aimsio env show"`,
		"delete joborders J-1":  `"aimsio joborders update-status J-1 --status Deleted"`,
		"joborders delete J-1":  `"aimsio joborders update-status J-1 --status Deleted"`,
		"customers":             `"aimsio companies"`,
		"diff --help":           `"aimsio joborders diff -f FILE"`,
		"--help diff":           `"aimsio joborders diff -f FILE"`,
		"joborders ls --help":   `"aimsio joborders list"`,
		"zzzz --help":           `unknown command or entity "zzzz"`,
		"env zzzz --help":       `"aimsio env" has no subcommand "zzzz"`,
		"log zzzz -h":           `"aimsio log" has no subcommand "zzzz"`,
		"list joborders --full": `"aimsio joborders list"`,
	} {
		got := run(variables(t, ""), strings.Fields(line)...)
		if got.code != 2 || got.out != "" || !strings.Contains(got.err, says) {
			t.Errorf("%s: code %d, printed %q, said %s", line, got.code, got.out, got.err)
		}
	}
}
