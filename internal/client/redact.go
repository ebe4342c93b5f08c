package client

import (
	"context"
	"encoding/json"
)

// ErrorMessage gives the message of an answer that reports a failure with the status of a success, "" where it
// has none. It is fit for an error.
func (c *Client) ErrorMessage(answer *Response) string {
	var value map[string]any
	if json.Unmarshal(messagePart(answer), &value) != nil {
		return ""
	}
	return c.secrets.short(findMessage(value, 0), maxSaid)
}

// WithoutPassword gives a function that puts something in the place of the password in what is going to be
// sent. It asks for the password, if no call has yet; what fails then fails the first call too.
func (c *Client) WithoutPassword(ctx context.Context, by string) func(text string) string {
	if c.options.Password != nil {
		_, _ = c.credentials.header(ctx)
	}
	return func(text string) string { return c.secrets.replace(text, by) }
}

// Hide blots out the password in a text that came with an answer, where the caller makes a message
// of it. Records are data and stay as they are.
func (c *Client) Hide(text string) string { return c.secrets.hide(text) }
