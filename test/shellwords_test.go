package test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// assignment is a variable set for one command.
var assignment = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*=`)

// commandsIn finds the commands of a shell text as words, those within $(…) too. It knows as much
// of the shell as examples need: quotes, pipes, lists, substitutions, redirections, comments and
// lines that go on.
func commandsIn(text string) [][]string {
	l := &shellLexer{rest: strings.ReplaceAll(text, "\\\n", " ")}
	l.read()
	var commands [][]string
	for _, command := range l.commands {
		for len(command) > 0 && assignment.MatchString(command[0]) {
			command = command[1:]
		}
		if len(command) > 0 {
			commands = append(commands, command)
		}
	}
	return commands
}

type shellLexer struct {
	rest     string
	commands [][]string
}

// read goes on to the end or to the parenthesis that closes a substitution.
func (l *shellLexer) read() {
	var command []string
	var word strings.Builder
	inWord, redirected := false, false
	endWord := func() {
		if inWord && !redirected {
			command = append(command, word.String())
		}
		if inWord {
			redirected = false
		}
		word.Reset()
		inWord = false
	}
	endCommand := func() {
		endWord()
		l.commands = append(l.commands, command)
		command, redirected = nil, false
	}
	for l.rest != "" {
		c := l.rest[0]
		switch {
		case strings.HasPrefix(l.rest, "$("):
			l.rest = l.rest[2:]
			l.read()
			word.WriteString("substituted")
			inWord = true
			continue
		case c == ')':
			l.rest = l.rest[1:]
			endCommand()
			return
		case c == '\'' || c == '"':
			word.WriteString(l.quoted(c))
			inWord = true
			continue
		case c == '#' && !inWord:
			_, after, _ := strings.Cut(l.rest, "\n")
			l.rest = "\n" + after
			if after == "" {
				l.rest = ""
			}
			continue
		case c == ' ' || c == '\t':
			endWord()
		case c == '>' || c == '<':
			if strings.Trim(word.String(), "012&") == "" {
				word.Reset()
				inWord = false
			}
			endWord()
			redirected = true
		case c == '\n' || c == '|' || c == ';' || c == '&' && !redirected:
			endCommand()
		default:
			word.WriteByte(c)
			inWord = true
		}
		l.rest = l.rest[1:]
	}
	endCommand()
}

// quoted reads a text in quotes. Substitutions within double quotes count as text.
func (l *shellLexer) quoted(mark byte) string {
	text, after, _ := strings.Cut(l.rest[1:], string(mark))
	l.rest = after
	return text
}

func TestCommandsIn(t *testing.T) {
	t.Parallel()
	got := commandsIn("# words\nA=1 aimsio x --y='a b' \\\n  \"c|d\" | jq -c . > out.json 2>&1; for\naimsio get $(aimsio list --q) -o json && echo # no\n")
	want := [][]string{
		{"aimsio", "x", "--y=a b", "c|d"}, {"jq", "-c", "."}, {"for"},
		{"aimsio", "list", "--q"}, {"aimsio", "get", "substituted", "-o", "json"}, {"echo"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
