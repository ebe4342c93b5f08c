package output

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// markdownForm writes a table of GitHub's kind of Markdown, in which every text shows as the text that it is.
type markdownForm struct {
	out    *buffer
	header bool
	line   []byte
}

func newMarkdownForm(out *buffer, o Options) flatForm {
	return &markdownForm{out: out, header: o.Header}
}

func (m *markdownForm) head(names []string, kinds []cellKind) error {
	if !m.header {
		return nil
	}
	if names == nil {
		names, kinds = []string{"field", "value"}, make([]cellKind, 2)
	}
	if len(names) == 0 {
		return nil
	}
	cells := make([]cell, len(names))
	for i, name := range names {
		cells[i].text = text.Safe(name)
	}
	if err := m.row(cells); err != nil {
		return err
	}
	m.line = append(m.line[:0], '|')
	for _, kind := range kinds {
		if kind == numberCell {
			m.line = append(m.line, " ---: |"...)
		} else {
			m.line = append(m.line, " --- |"...)
		}
	}
	return m.out.write(append(m.line, '\n'))
}

func (m *markdownForm) row(cells []cell) error {
	if len(cells) == 0 {
		return nil
	}
	m.line = append(m.line[:0], '|')
	for _, c := range cells {
		m.line = append(m.line, ' ')
		m.line = appendMarkdown(m.line, c.text)
		m.line = append(m.line, " |"...)
	}
	return m.out.write(append(m.line, '\n'))
}

// note does nothing: a table of Markdown is handed on into other texts.
func (m *markdownForm) note(string) {}

func (m *markdownForm) foot(int) error { return nil }

// appendMarkdown appends a text so that Markdown shows its characters and obeys none of them. Line ends become
// <br>, the only thing that a cell can have in their place. A line between letters or digits stays as it is: it
// means nothing there, and names are full of them.
func appendMarkdown(dst []byte, s string) []byte {
	for i, r := range s {
		switch {
		case r == '\n':
			dst = append(dst, "<br>"...)
			continue
		case r == '\t':
			r = ' '
		case r == '_' && wordBefore(s[:i]) && wordAfter(s[i+1:]):
		case strings.ContainsRune("\\`*_[]<>|~&$#!", r):
			dst = append(dst, '\\')
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

func wordBefore(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func wordAfter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
