package client

import (
	"bytes"
	"html"
	"mime"
	"net/http"
	"regexp"
	"strings"
)

// IsHTML tells whether a body is a page for a browser, such as that of a login or a proxy: by what its header
// calls it, or by the tags at its beginning. XML may have a title and a body too.
func IsHTML(body []byte, h http.Header) bool {
	body = bytes.TrimSpace(body)
	if !bytes.HasPrefix(body, []byte("<")) {
		return false
	}
	kind, _, _ := mime.ParseMediaType(h.Get("Content-Type")) // one that cannot be read says nothing
	if kind == "text/html" || kind == "application/xhtml+xml" {
		return true
	}
	const looked = 1000
	tags := `!doctype html|html|head|body|title`
	if strings.HasSuffix(kind, "xml") {
		tags = `!doctype html|html`
	}
	return regexp.MustCompile(`(?i)<(?:` + tags + `)(?:[\s>]|$)`).Match(body[:min(len(body), looked)])
}

func htmlTitle(page []byte) string {
	found := regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`).FindSubmatch(page)
	if found == nil {
		return ""
	}
	return strings.TrimSpace(html.UnescapeString(string(found[1])))
}
