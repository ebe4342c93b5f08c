package answer

import "github.com/go-json-experiment/json/jsontext"

// counts are the numbers that an answer gives. Those that it does not give are below 0.
type counts struct {
	// failed counts records that failed, done those that did not, changed those that were created,
	// updated or left as they are, and all those that the answer is about.
	failed, done, changed, all int64
}

func (c *counts) add(role nameRole, v jsontext.Value) {
	number, is := wholeNumber(v)
	if !is || number < 0 {
		return
	}
	switch {
	case role.kind == nameFault && !role.code:
		c.failed = max(c.failed, number)
	case role.kind == nameSuccess && role.kindOfChange:
		c.changed = max(c.changed, 0) + number
	case role.kind == nameSuccess && (c.done < 0 || number < c.done):
		c.done = number
	case role.kind == nameRequested, role.kind == nameCount:
		c.all = max(c.all, number)
	}
}

// missing is how many of n records were not written, by the numbers.
func (c *counts) missing(n int) int64 {
	sent := int64(n)
	missing, wanted := c.failed, sent
	if c.all >= 0 {
		missing = max(missing, sent-c.all)
		wanted = max(sent, c.all)
	}
	switch {
	case c.done >= 0:
		missing = max(missing, wanted-c.done)
	case c.changed >= 0:
		missing = max(missing, sent-c.changed)
	}
	return missing
}
