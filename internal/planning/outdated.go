package planning

import (
	"fmt"
	"time"

	"github.com/aimsio-cli/aimsio/internal/service"
)

// outdated says of a record that it changed on the server after the source was made, where that says of which
// time its record is; else it is empty.
func (p *Planner) outdated(one match) string {
	at, says := service.ChangedAt(p.Setup.Entity, one.item.Record)
	if !says {
		return ""
	}
	now, known := service.ChangedAt(p.Setup.Entity, *one.own)
	if !known {
		now = one.changed
	}
	if at.Equal(at.Truncate(time.Second)) {
		now = now.Truncate(time.Second) // programs that edit sheets leave out what is less
	}
	if !now.After(at) {
		return ""
	}
	return fmt.Sprintf("it changed on the server at %s, after the state that the input is of (%s)",
		p.Setup.Minute(now), p.Setup.Minute(at))
}
