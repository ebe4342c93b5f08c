// Package page writes pages of HTML that need nothing but themselves: what is shown, in tables that can be sorted, with
// style and script inside. All text in them is escaped, and their policy lets no other script run, whatever a browser
// may make of a text, and nothing be loaded. It knows neither records nor commands.
package page

import (
	"crypto/sha256"
	_ "embed" // style and script of the page
	"encoding/base64"
	"fmt"
	"html"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// Style and Script stand in every page, which loads nothing.
var (
	//go:embed style.css
	Style string
	//go:embed sort.js
	Script string
)

// Heading says what a page shows. What is empty is left out.
type Heading struct {
	// Title is what stands on top, such as the words of a command.
	Title string
	// Environment is where the records are from, and Made when the page was made, as it is to be shown.
	Environment, Made string
	// Command is the command line that made it.
	Command string
}

// name is what a browser shows of the page in a tab, and as the name of a bookmark.
func (h Heading) name() string {
	var parts []string
	for _, part := range []string{h.Title, h.Environment, h.Made} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return "aimsio"
	}
	return strings.Join(parts, " · ")
}

// Begin appends what stands before the first table.
func Begin(dst []byte, h Heading) []byte {
	dst = fmt.Appendf(dst, `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="aimsio">
<title>%s</title>
<style>%s</style>
</head>
<body>
`, digest(Style), digest(Script), html.EscapeString(text.Safe(h.name())), Style)
	if h.Title == "" {
		return dst
	}
	dst = append(Text(append(dst, "<header>\n<h1>"...), h.Title), "</h1>\n"...)
	for _, part := range []struct{ name, text string }{{"Environment", h.Environment}, {"Made", h.Made}} {
		if part.text != "" {
			dst = append(Text(append(dst, "<p>"+part.name+": "...), part.text), "</p>\n"...)
		}
	}
	if h.Command != "" {
		dst = append(Text(append(dst, "<p><code>"...), h.Command), "</code></p>\n"...)
	}
	return append(dst, "</header>\n"...)
}

// Text appends a text as it stands in a page, with its line ends.
func Text(dst []byte, s string) []byte { return append(dst, html.EscapeString(text.SafeLines(s))...) }

// Note appends a line below what was shown so far.
func Note(dst []byte, s string) []byte {
	return append(Text(append(dst, "<p>"...), s), "</p>\n"...)
}

// End appends what ends the page.
func End(dst []byte) []byte {
	return append(dst, "<script>"+Script+"</script>\n</body>\n</html>\n"...)
}

// digest is how a policy names the only style or script that may stand in the page.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// Section appends the title of a part, and the text below it, if any.
func Section(dst []byte, title, below string) []byte {
	dst = append(Text(append(dst, "<h2>"...), title), "</h2>\n"...)
	if below == "" {
		return dst
	}
	return Note(dst, below)
}

// Picture appends a picture in SVG, which can run nothing there. alt is for those who cannot see it.
func Picture(dst []byte, alt string, svg []byte) []byte {
	dst = append(Text(append(dst, `<img alt="`...), alt), `" src="data:image/svg+xml;base64,`...)
	return append(base64.StdEncoding.AppendEncode(dst, svg), "\">\n"...)
}
