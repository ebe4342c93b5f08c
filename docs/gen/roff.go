package main

import (
	"strings"

	"github.com/aimsio-cli/aimsio/internal/helptext"
)

// roff makes a text fit to stand in a manual page: what the formatter would take for its own, or print as
// another character, such as a quote that can no longer be copied into a shell.
func roff(s string) string {
	lines := strings.Split(strings.NewReplacer(
		`\`, `\e`, `-`, `\-`, `'`, `\(aq`, "`", `\(ga`, `^`, `\(ha`, `~`, `\(ti`,
	).Replace(s), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

// roffParagraphs lays a text out: what flows is filled, what is indented keeps its lines.
func roffParagraphs(s string) string {
	var out strings.Builder
	for i, paragraph := range helptext.Paragraphs(s) {
		if paragraph.Literal {
			out.WriteString(roffLiteral(strings.Join(paragraph.Lines, "\n")))
			continue
		}
		if i > 0 {
			out.WriteString(".PP\n")
		}
		out.WriteString(roff(strings.Join(paragraph.Lines, "\n")) + "\n")
	}
	return out.String()
}

// roffLiteral makes lines that are laid out by their blanks.
func roffLiteral(s string) string {
	return ".PP\n.RS 4\n.nf\n" + roff(unindented(s)) + "\n.fi\n.RE\n"
}

// roffList makes a list of words with their meaning. The words are in bold.
func roffList(entries []helptext.Entry) string {
	var out strings.Builder
	for _, entry := range entries {
		out.WriteString(".TP\n\\fB" + roff(strings.TrimSpace(entry.Word)) + "\\fR\n" + roff(entry.Meaning) + "\n")
	}
	return out.String()
}
