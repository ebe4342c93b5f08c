package output

import (
	"slices"
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
		case r == '@' && !endsWord(s[i+1:]):
			dst = append(dst, "@"+nothing...)
			continue
		case r == '\t':
			r = ' '
		case r == '_' && wordBefore(s[:i]) && wordAfter(s[i+1:]):
		case strings.ContainsRune("\\`*_[]<>|~&$#!", r), linksAt(s, i):
			dst = append(dst, '\\')
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// nothing is what Markdown shows nothing of. Behind an @ it keeps addresses of mail and names of users from becoming links:
// GitHub looks for both in what it shows, where a backslash is gone.
const nothing = "<!-- -->"

// linksAt tells of a character that makes a link of the text around it, or a picture, where no backslash is before it: the
// colon of https://, the point of www. and the first colon of :smile:.
func linksAt(s string, at int) bool {
	switch rest := s[at+1:]; s[at] {
	case ':':
		return strings.HasPrefix(rest, "//") || beginsEmoji(rest)
	case '.':
		const www = "www"
		return at >= len(www) && strings.EqualFold(s[at-len(www):at], www)
	}
	return false
}

// beginsEmoji tells whether the text behind a colon is the name of a picture and a colon, unlike that of 10:30:00-07:00.
func beginsEmoji(s string) bool {
	name, _, closed := strings.Cut(s, ":")
	const marks, digits = "_+-", "0123456789"
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if !closed || strings.Trim(name, letters+digits+marks) != "" {
		return false
	}
	return strings.ContainsAny(name, letters) || slices.Contains([]string{"+1", "-1", "100", "1234"}, name)
}

// endsWord tells whether a word ends before a text.
func endsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s == "" || unicode.IsSpace(r)
}

func wordBefore(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func wordAfter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
