package journal

import (
	"slices"
	"time"
)

// Filter chooses calls. Zero values choose all.
type Filter struct {
	// Since and Until bound when a call was sent: from Since on, before Until.
	Since, Until time.Time
	// Env, Entity and Run are names as the journal has them, Key one of the
	// call's keys or GUIDs.
	Env, Entity, Key, Run string
}

func (f Filter) match(c *sentLine) bool {
	switch {
	case !f.Since.IsZero() && c.Time.Before(f.Since),
		!f.Until.IsZero() && !c.Time.Before(f.Until),
		f.Env != "" && f.Env != c.Environment,
		f.Entity != "" && f.Entity != c.Entity,
		f.Run != "" && f.Run != c.ID,
		f.Key != "" && !slices.Contains(c.Keys, f.Key) && !slices.Contains(c.GUIDs, f.Key):
		return false
	}
	return true
}
