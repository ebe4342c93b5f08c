package client

import (
	"bytes"
	"encoding/json"
	"net/http"
)

const (
	// maxErrorBody is how much of the body of a refusal is read, in bytes.
	maxErrorBody = 64 << 10
	// maxSaid is how much of what a server said goes into an error, in characters.
	maxSaid = 300
	// maxDetailed is the same for one that tells of single faults.
	maxDetailed = 700
	// maxRemark is how much of a header goes into an error, in characters.
	maxRemark = 120
)

// errorMessage picks what a person wants to read out of the body of a refusal: the message of a JSON
// object, the title of an HTML page, or else the text as it is.
func errorMessage(body []byte, h http.Header) string {
	body = bytes.TrimSpace(body)
	if IsHTML(body, h) {
		return htmlTitle(body)
	}
	var value any
	if json.Unmarshal(body, &value) == nil {
		if message := withDetails(findMessage(value, 0), details(value)); message != "" {
			return message
		}
		if saysNothing(value) {
			return ""
		}
	}
	return string(body)
}

// saysNothing tells of a JSON value that holds nothing: the status then says it all.
func saysNothing(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// errorMessage makes what a refusal says fit for an error. Of a body that is longer than what was read of it, the
// end is not whole.
func (s *secrets) errorMessage(body []byte, h http.Header) string {
	message := errorMessage(body, h)
	if len(body) >= maxErrorBody && message == string(bytes.TrimSpace(body)) {
		return s.shortStart(message, maxSaid)
	}
	limit := maxSaid
	var value any
	if json.Unmarshal(body, &value) == nil && len(details(value)) > 0 {
		limit = maxDetailed
	}
	return s.short(message, limit)
}

// maxMessageDepth bounds how deep a message is looked for.
const maxMessageDepth = 4

// findMessage finds the message in a JSON value under the names that servers use for it.
func findMessage(value any, depth int) string {
	if depth > maxMessageDepth {
		return ""
	}
	switch v := value.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return findMessage(v[0], depth+1)
		}
	case map[string]any:
		for _, name := range []string{"message", "error", "errorMessage", "error_description", "detail", "errors", "title"} {
			if message := findMessage(v[name], depth+1); message != "" {
				return message
			}
		}
	}
	return ""
}
