package answer

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// valueOf takes off what stands around the value of a body.
func valueOf(body []byte) jsontext.Value {
	return bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
}

// isStructure tells an array or an object from a text or a single value.
func isStructure(value jsontext.Value) bool {
	return value.Kind() == jsontext.KindBeginArray || value.Kind() == jsontext.KindBeginObject
}

// faultOf says why an answer is none that a server gives to a write that it carried out, "" if it may be.
func faultOf(status int, header http.Header, value jsontext.Value) string {
	switch {
	case !mayBeDone(status):
		return fmt.Sprintf("the server answered %s, which is no success", strings.TrimSpace(fmt.Sprint(status, " ", http.StatusText(status))))
	case status == http.StatusNoContent, len(value) == 0:
	case client.IsHTML(value, header):
		return "the answer is an HTML page"
	case isStructure(value) && !value.IsValid(record.Lenient()):
		return "the answer is JSON that breaks off or is damaged"
	}
	return ""
}

// mayBeDone tells the statuses whose answers may say that the records were written.
func mayBeDone(status int) bool {
	switch status {
	case http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent, http.StatusMultiStatus:
		return true
	}
	return false
}

// remarkOf gives the text of an answer that says more than "OK".
func remarkOf(value jsontext.Value) string {
	text := string(value)
	if value.IsValid() {
		text = record.Text(value)
	}
	if strings.EqualFold(text, "ok") || strings.EqualFold(text, "success") || text == "true" {
		return ""
	}
	return text
}
