package client

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// declaredCharset gives the charset that an answer says its text is in, "" where it says none.
func declaredCharset(h http.Header) string {
	_, parameters, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(parameters["charset"]))
}

// charsetOf gives the encoding of a charset; nil is UTF-8, of which ASCII is a part. Those of one byte a character and
// UTF-16 are known. The tables of East Asian ones would be a fortieth of the program, and no server of the kind sends
// them: they are refused by their names.
func charsetOf(name string) (encoding.Encoding, error) {
	switch name {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "unicode-1-1-utf-8":
		return nil, nil
	case "utf-16", "utf-16be":
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM), nil
	case "utf-16le":
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), nil
	case "latin1", "l1":
		return charmap.ISO8859_1, nil
	}
	for _, known := range charmap.All {
		if named, ok := known.(fmt.Stringer); ok && known != charmap.XUserDefined && plainName(named.String()) == plainName(name) {
			return known, nil
		}
	}
	return nil, fmt.Errorf("in the charset %q, which is not known", name)
}

// plainName writes a name of a charset without what its spellings differ in: "cp1252" and "Windows 1252" are one.
func plainName(name string) string {
	name = strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(name))
	for _, prefix := range []string{"ibmcodepage", "windows", "cp", "ibm"} {
		if number, ok := strings.CutPrefix(name, prefix); ok {
			return "page " + number
		}
	}
	return name
}

// textOf gives the text of a body as UTF-8, where the call wants text and not bytes, and a check of it
// that is to be told all that is read.
func (c call) textOf(body io.Reader, h http.Header) (*watched, *utf8Check) {
	check, text := &utf8Check{charset: declaredCharset(h)}, &watched{from: body}
	if c.Expect == Anything {
		return text, check
	}
	charset, err := charsetOf(check.charset)
	// That of gzip, which was asked for, is taken away where it is undone.
	compression := strings.ToLower(h.Get("Content-Encoding"))
	switch {
	case compression != "" && compression != "identity":
		check.unknown = fmt.Sprintf("compressed as %q, which was not asked for", compression)
	case err != nil:
		check.unknown = err.Error()
	case charset != nil:
		check.converted = true
		text.from = transform.NewReader(body, charset.NewDecoder())
	}
	return text, check
}

// utf8Check sees whether all that is written to it is UTF-8, and whether a conversion met bytes that
// the charset does not have.
type utf8Check struct {
	charset   string
	converted bool
	// unknown says that the charset is not known.
	unknown string
	// rest is the beginning of a character whose end has not come yet.
	rest []byte
	// seen counts bytes, and wrong is set at the first one that is not right.
	seen  int64
	wrong bool
}

func (u *utf8Check) Write(p []byte) (int, error) {
	if u.wrong {
		return len(p), nil
	}
	data := p
	if len(u.rest) > 0 {
		data = slices.Concat(u.rest, p)
	}
	whole := len(data) - incomplete(data)
	u.rest = append([]byte(nil), data[whole:]...)
	u.check(data[:whole])
	return len(p), nil
}

func (u *utf8Check) check(data []byte) {
	if utf8.Valid(data) && (!u.converted || !bytes.ContainsRune(data, utf8.RuneError)) {
		u.seen += int64(len(data))
		return
	}
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && (size == 1 || u.converted) {
			break
		}
		data = data[size:]
		u.seen += int64(size)
	}
	u.wrong = true
}

// fault says what is wrong with the text, "" for nothing. Cut says that it is only a beginning.
func (u *utf8Check) fault(cut bool) string {
	switch {
	case u.unknown != "":
		return u.unknown
	case !u.wrong && (cut || len(u.rest) == 0):
		return ""
	case u.converted:
		return fmt.Sprintf("not text in the charset %q that it declares (after %s)", u.charset, text.Counted(u.seen, "byte"))
	}
	return fmt.Sprintf("not UTF-8 text (after %s)", text.Counted(u.seen, "byte"))
}

// incomplete counts the bytes at the end of data that begin a character and do not end it.
func incomplete(data []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(data); n++ {
		if tail := data[len(data)-n:]; utf8.RuneStart(tail[0]) {
			if utf8.FullRune(tail) {
				return 0
			}
			return n
		}
	}
	return 0
}
