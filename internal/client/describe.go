package client

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// describe says in a few words what a body is that should have been something else. Head is its
// beginning without leading blanks. What is quoted of it is cut here, so the password goes here too.
func describe(head []byte, answer *Response, s *secrets) string {
	switch {
	case answer.Body.Size() == 0 && answer.Status != http.StatusOK:
		return fmt.Sprintf("an empty body (%s)", statusText(answer.Status))
	case answer.Body.Size() == 0:
		return "an empty body"
	case len(head) == 0:
		return "a body of blanks"
	case IsHTML(head, answer.Header):
		return describePage(answer, s)
	case head[0] == '<':
		return "an XML document"
	case head[0] == '{':
		return "a JSON object" + withMessage(answer)
	case head[0] == '[':
		return "a JSON array"
	}
	quoted, short := strings.ToValidUTF8(string(messagePart(answer)), "�"), s.short
	if answer.Body.Size() > maxErrorBody {
		short = s.shortStart
	}
	return fmt.Sprintf("the text %q", short(quoted, maxQuoted))
}

// maxQuoted is how much of a text a description quotes, in characters.
const maxQuoted = 60

func describePage(answer *Response, s *secrets) string {
	if title := htmlTitle(messagePart(answer)); title != "" {
		return fmt.Sprintf("an HTML page titled %q", s.short(title, maxQuoted))
	}
	return "an HTML page"
}

// withMessage adds the message of an object that reports a failure where a list was expected.
func withMessage(answer *Response) string {
	var value any
	if json.Unmarshal(messagePart(answer), &value) != nil {
		return ""
	}
	if message := findMessage(value, 0); message != "" {
		return " that says: " + message
	}
	return ""
}

// messagePart reads as much of a body as a message is looked for in.
func messagePart(answer *Response) []byte {
	body, err := io.ReadAll(io.LimitReader(answer.Reader(), maxErrorBody))
	if err != nil {
		return nil
	}
	return body
}
