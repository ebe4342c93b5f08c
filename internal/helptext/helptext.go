// Package helptext lays out what help says: paragraphs that flow, lines that are laid out by their blanks, and
// lists of words with their meaning, at any width. What help says, and about which command, does not come in.
package helptext

import (
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// Narrowest is the least width that is laid out for, in columns: below it the terminal breaks lines itself.
const Narrowest = 20

// Paragraph is a part of a text between empty lines.
type Paragraph struct {
	// Literal marks lines that are indented: their breaks and blanks stay.
	Literal bool
	Lines   []string
}

// Text is a paragraph that flows, on one line.
func (p Paragraph) Text() string { return strings.Join(p.Lines, " ") }

// Paragraphs takes a text apart. An indented line begins a literal paragraph without an empty line too.
func Paragraphs(s string) []Paragraph {
	var made []Paragraph
	open := false
	for line := range strings.SplitSeq(strings.Trim(s, "\n"), "\n") {
		if strings.TrimSpace(line) == "" {
			open = false
			continue
		}
		literal := line[0] == ' ' || line[0] == '\t'
		if !open || made[len(made)-1].Literal != literal {
			made = append(made, Paragraph{Literal: literal})
			open = true
		}
		last := &made[len(made)-1]
		last.Lines = append(last.Lines, strings.ReplaceAll(line, "\t", "    "))
	}
	return made
}

// Wrap lays a text out at a width: what flows is filled, and of what is literal only lines that are too long
// are broken, below the last column of the line.
func Wrap(s string, width int) string {
	var parts []string
	for _, paragraph := range Paragraphs(s) {
		lines := paragraph.Lines
		if !paragraph.Literal {
			lines = []string{paragraph.Text()}
		}
		var wrapped []string
		for _, line := range lines {
			wrapped = append(wrapped, hang(line, column(line), width)...)
		}
		parts = append(parts, strings.Join(wrapped, "\n"))
	}
	return strings.Join(parts, "\n\n")
}

// Commands lays example commands out at a width. A command stays on its line, so that it can be copied; a
// comment is broken.
func Commands(s string, width int) string {
	var lines []string
	for line := range strings.SplitSeq(strings.Trim(s, "\n"), "\n") {
		mark := strings.Index(line, "# ")
		if mark < 0 || strings.TrimSpace(line[:mark]) != "" {
			lines = append(lines, line)
			continue
		}
		for _, part := range text.Wrap(line[mark+2:], max(width, Narrowest)-mark-2) {
			lines = append(lines, line[:mark]+"# "+part)
		}
	}
	return strings.Join(lines, "\n")
}

// Entry is a word and what it means.
type Entry struct{ Word, Meaning string }

// List lays entries out in two columns, indented by two. Where a word leaves its meaning too little room, the
// meaning stands below it.
func List(entries []Entry, width int) string {
	const indent, gap, enough = 2, 3, 24
	width = max(width, Narrowest)
	widest := 0
	for _, entry := range entries {
		widest = max(widest, displaywidth.String(entry.Word))
	}
	at, below := indent+widest+gap, false
	if width-at < enough {
		at, below = indent+4, true
	}
	var out strings.Builder
	for _, entry := range entries {
		out.WriteString(strings.Repeat(" ", indent) + entry.Word)
		if entry.Meaning == "" {
			out.WriteString("\n")
			continue
		}
		for i, line := range text.Wrap(entry.Meaning, width-at) {
			fill := at
			switch {
			case i > 0 || below:
				out.WriteString("\n")
			default:
				fill -= indent + displaywidth.String(entry.Word)
			}
			out.WriteString(strings.Repeat(" ", fill) + line)
		}
		out.WriteString("\n")
	}
	return out.String()
}

// column finds the column below which a literal line goes on: that of the text behind a gap of two blanks,
// else that of its first word.
func column(line string) int {
	start := len(line) - len(strings.TrimLeft(line, " "))
	if start == 0 {
		return 0
	}
	if gap := strings.Index(line[start:], "  "); gap > 0 {
		rest := line[start+gap:]
		return start + gap + len(rest) - len(strings.TrimLeft(rest, " "))
	}
	return start
}

// hang breaks a line at a width, with what follows its first part below byte start. Where that leaves too little
// room, what follows stands below the first part.
func hang(line string, start, width int) []string {
	width = max(width, Narrowest)
	if displaywidth.String(line) <= width {
		return []string{line}
	}
	first, rest := line[:start], line[start:]
	at := displaywidth.String(first)
	var lines []string
	if word := strings.TrimSpace(first); word != "" && width-at < Narrowest/2 {
		lines = append(lines, strings.TrimRight(first, " "))
		at = 4
		first = strings.Repeat(" ", at)
	}
	for i, part := range text.Wrap(rest, width-at) {
		if i > 0 {
			first = strings.Repeat(" ", at)
		}
		lines = append(lines, first+part)
	}
	return lines
}
