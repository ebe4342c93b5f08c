package output

import (
	"crypto/sha256"
	_ "embed" // style and script of the page
	"encoding/base64"
	"fmt"
	"html"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// pageStyle and pageScript stand in the page itself, which loads nothing.
var (
	//go:embed page/style.css
	pageStyle string
	//go:embed page/sort.js
	pageScript string
)

// htmlForm writes one page that needs nothing but itself. All text in it is escaped, and its policy lets no other
// script run than the one that sorts, whatever a browser may make of a text.
type htmlForm struct {
	out    *buffer
	header bool
	list   bool
	line   []byte
}

func newHTMLForm(out *buffer, o Options) flatForm { return &htmlForm{out: out, header: o.Header} }

func (h *htmlForm) head(names []string, kinds []cellKind) error {
	h.list = names == nil
	page := fmt.Appendf(nil, `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '%s'; script-src '%s'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="aimsio">
<title>aimsio</title>
<style>%s</style>
</head>
<body>
<table>
`, digest(pageStyle), digest(pageScript), pageStyle)
	if h.header && len(names) > 0 {
		page = append(page, "<thead><tr>"...)
		for i, name := range names {
			page = fmt.Appendf(page, `<th scope="col"%s><button type="button">%s</button></th>`, class(kinds[i]), html.EscapeString(text.Safe(name)))
		}
		page = append(page, "</tr></thead>\n"...)
	}
	return h.out.write(append(page, "<tbody>\n"...))
}

func (h *htmlForm) row(cells []cell) error {
	h.line = append(h.line[:0], "<tr>"...)
	for i, c := range cells {
		if h.list && i == 0 {
			h.line = fmt.Appendf(h.line, `<th scope="row">%s</th>`, html.EscapeString(c.text))
			continue
		}
		h.line = append(append(append(h.line, "<td"...), class(c.kind)...), '>')
		h.line = append(append(h.line, html.EscapeString(c.text)...), "</td>"...)
	}
	return h.out.write(append(h.line, "</tr>\n"...))
}

func (h *htmlForm) foot(rows int) error {
	foot := "</tbody>\n</table>\n"
	if !h.list {
		foot += "<p>" + text.Counted(rows, "row") + "</p>\n"
	}
	return h.out.write([]byte(foot + "<script>" + pageScript + "</script>\n</body>\n</html>\n"))
}

func class(kind cellKind) string {
	switch kind {
	case numberCell:
		return ` class="number"`
	case timeCell:
		return ` class="time"`
	default:
		return ""
	}
}

// digest is how a policy names the only style or script that may stand in the page.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
