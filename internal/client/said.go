package client

import (
	"bytes"
	"encoding/json"
	"html"
	"mime"
	"net/http"
	"regexp"
	"strings"
)

// said picks what a person wants to read out of the body of a refusal: the message of a JSON
// object, the title of an HTML page, or else the text as it is.
func said(body []byte, h http.Header) string {
	body = bytes.TrimSpace(body)
	if isHTML(body, h) {
		return htmlTitle(body)
	}
	var value any
	if json.Unmarshal(body, &value) == nil {
		if message := spoken(value, 0); message != "" {
			return message
		}
	}
	return string(body)
}

// said makes what a refusal says fit for an error. Of a body that is longer than what was read of it, the
// end is not whole.
func (s *secrets) said(body []byte, h http.Header) string {
	message := said(body, h)
	if len(body) >= maxErrorBody && message == string(bytes.TrimSpace(body)) {
		return s.shortStart(message, maxSaid)
	}
	return s.short(message, maxSaid)
}

// maxSpokenDepth bounds how deep a message is looked for.
const maxSpokenDepth = 4

// spoken finds the message in a JSON value under the names that servers use for it.
func spoken(value any, depth int) string {
	if depth > maxSpokenDepth {
		return ""
	}
	switch v := value.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return spoken(v[0], depth+1)
		}
	case map[string]any:
		for _, name := range []string{"message", "error", "errorMessage", "error_description", "detail", "errors", "title"} {
			if message := spoken(v[name], depth+1); message != "" {
				return message
			}
		}
	}
	return ""
}

// isHTML tells a page for a browser, by how it begins or by what the server calls it.
func isHTML(body []byte, h http.Header) bool {
	head := strings.ToLower(string(body[:min(len(body), 64)]))
	if strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html") {
		return true
	}
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && kind == "text/html" && strings.HasPrefix(head, "<")
}

// htmlTitle gives the title of a page, or "".
func htmlTitle(page []byte) string {
	found := regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`).FindSubmatch(page)
	if found == nil {
		return ""
	}
	return strings.TrimSpace(html.UnescapeString(string(found[1])))
}
