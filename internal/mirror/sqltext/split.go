package sqltext

import (
	"iter"
	"strings"
	"unicode"
)

// Split cuts a text into queries at the semicolons that stand neither in quotes nor in a comment, as
// PostgreSQL reads them or else SQLite. A query that is empty, or a comment alone, is left out.
func Split(text string, postgres bool) []string {
	var queries []string
	start, filled := 0, false
	end := func(end int) {
		if query := strings.TrimFunc(text[start:end], blank); filled && query != "" {
			queries = append(queries, query)
		}
		start, filled = end+1, false
	}
	for kind, behind := range pieces(text, postgres) {
		switch kind {
		case semicolon:
			end(behind - 1)
		case other:
			filled = true
		case comment, space:
		}
	}
	end(len(text))
	return queries
}

// Ended tells whether each query in a text is ended by a semicolon, so that nothing of one is to come: no
// quoted text and no comment of several lines is open.
func Ended(text string, postgres bool) bool {
	text += "\n " // an open comment swallows both; one of a line ends before the blank
	filled := false
	for kind, behind := range pieces(text, postgres) {
		switch kind {
		case semicolon:
			filled = false
		case other:
			filled = true
		case comment:
			filled = filled || behind == len(text)
		case space:
		}
	}
	return !filled
}

// piece is a kind of what a text consists of.
type piece int

const (
	semicolon piece = iota
	comment
	space
	// other is a byte of a query, or a quoted text as a whole.
	other
)

// pieces walks what a text consists of, each with the place behind it.
func pieces(text string, postgres bool) iter.Seq2[piece, int] {
	return func(yield func(piece, int) bool) {
		for i := 0; i < len(text); {
			kind, behind := other, max(i+1, pastQuote(text, i, postgres))
			if past := pastComment(text, i, postgres); past > i {
				kind, behind = comment, past
			} else if text[i] == ';' {
				kind = semicolon
			} else if text[i] <= ' ' {
				kind = space
			}
			if !yield(kind, behind) {
				return
			}
			i = behind
		}
	}
}

// blank tells what no query consists of.
func blank(r rune) bool { return r <= ' ' || unicode.IsSpace(r) }

// pastComment gives the place behind the comment that begins at i, and i where none does. In PostgreSQL
// comments stand within comments, and a line ends at a carriage return too.
func pastComment(text string, i int, postgres bool) int {
	switch {
	case strings.HasPrefix(text[i:], "--"):
		ends := "\n"
		if postgres {
			ends = "\r\n"
		}
		if at := strings.IndexAny(text[i:], ends); at >= 0 {
			return i + at + 1
		}
		return len(text)
	case !strings.HasPrefix(text[i:], "/*"):
		return i
	case !postgres:
		return past(text, i+2, "*/")
	}
	for level := 0; i < len(text); {
		switch {
		case strings.HasPrefix(text[i:], "/*"):
			level, i = level+1, i+2
		case strings.HasPrefix(text[i:], "*/"):
			level, i = level-1, i+2
		default:
			i++
		}
		if level == 0 {
			return i
		}
	}
	return len(text)
}

// pastQuote gives the place behind the quoted text that begins at i, and i where none does. A quote that
// is doubled begins another quoted text, which comes to the same.
func pastQuote(text string, i int, postgres bool) int {
	switch c := text[i]; {
	case c == '\'' && postgres && escapes(text, i):
		return pastEscaped(text, i+1)
	case c == '\'' || c == '"', c == '`' && !postgres:
		return past(text, i+1, text[i:i+1])
	case c == '[' && !postgres:
		return past(text, i+1, "]")
	case c == '$' && postgres && !wordBefore(text, i):
		if tag := dollarTag(text[i:]); tag != "" {
			return past(text, i+len(tag), tag)
		}
	}
	return i
}

// escapes tells whether a quote begins a text with backslashes, such as E'it\'s'.
func escapes(text string, i int) bool {
	return i > 0 && (text[i-1] == 'e' || text[i-1] == 'E') && !wordBefore(text, i-1)
}

func pastEscaped(text string, i int) int {
	for ; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '\'':
			return i + 1
		}
	}
	return len(text)
}

// dollarTag gives the mark, such as $$ or $body$, that a text begins with and that ends a quoted text.
func dollarTag(text string) string {
	end := 1
	for end < len(text) && (isWordByte(text[end]) || text[end] >= 0x80) {
		end++
	}
	if end == len(text) || text[end] != '$' || end > 1 && text[1] >= '0' && text[1] <= '9' {
		return ""
	}
	return text[:end+1]
}

func wordBefore(text string, i int) bool { return i > 0 && (isWordByte(text[i-1]) || text[i-1] == '$') }

// past gives the place behind the next end, or behind everything.
func past(text string, from int, end string) int {
	at := strings.Index(text[min(from, len(text)):], end)
	if at < 0 {
		return len(text)
	}
	return from + at + len(end)
}
