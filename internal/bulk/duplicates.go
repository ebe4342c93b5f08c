package bulk

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// duplicate refuses a record that says in its keys to be the same as one before it: which of the two counts
// would be chance. Where only a key agrees by which neither of them is known, or there is none at all, they may
// be two, and it warns.
func (c *inputCheck) duplicate(line int, whole record.Record) {
	own, key, ok := api.KeyOf(c.run.entity, whole.Raw())
	if !ok {
		c.sameContent(line, whole)
		return
	}
	if earlier, again := c.seen.add(own, c.plain(own, key), line, true); again {
		c.fault(line, check.Fault{Path: "key", Value: key, Expected: fmt.Sprintf("a key that stands only once, but line %d has it too", earlier.line)})
		return
	}
	guid, _ := whole.Get(record.Path{c.run.entity.GUID})
	for _, name := range append([]string{c.run.entity.GUID}, c.run.entity.Key...) {
		_, value, has := api.KeyOf(&api.Entity{Key: []string{name}}, whole.Raw())
		if !has || name == own {
			continue
		}
		earlier, again := c.seen.add(name, c.plain(name, value), line, false)
		switch {
		case !again:
		case earlier.known || name == c.run.entity.GUID:
			c.fault(line, check.Fault{
				Path: name, Value: value, Expected: fmt.Sprintf("one that stands only once, but line %d is the same record by it", earlier.line),
			})
			return
		case (c.run.action == service.ActionCreate || c.run.action == ActionApply) && record.Text(guid) == "":
			c.fault(line, check.Fault{
				Path: name, Value: value, Warning: true, // in words that hold for all such, which are told as one
				Expected: "one that stands only once: it may serve as key, and the server may take both for one record",
			})
		}
	}
}

// plain gives a value as it tells records apart in a field: the GUID in any letter case is the same.
func (c *inputCheck) plain(field, value string) string {
	if field == c.run.entity.GUID {
		return api.PlainID(value)
	}
	return value
}

// sameContent warns of a record without a key that is the same as one before it: both would be made.
func (c *inputCheck) sameContent(line int, whole record.Record) {
	if _, again := c.seen.add("", string(whole.Raw()), line, false); again {
		c.fault(line, check.Fault{Warning: true, Expected: "another record than one before it: without a key, both would be made"})
	}
}
