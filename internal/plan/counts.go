package plan

// Counts are how many records a plan has of each action.
type Counts struct {
	Create    int `json:"create"`
	Update    int `json:"update"`
	Unchanged int `json:"unchanged"`
	Conflict  int `json:"conflict"`
	Missing   int `json:"missing"`
	Kept      int `json:"kept,omitempty"`
	// Listed is how many records the server's list has, 0 where it was not read.
	Listed int `json:"listed,omitempty"`
	// Latest is when the last of them was changed, in epoch milliseconds by the clock of the server; 0 where
	// that does not matter, or the list does not say.
	Latest int64 `json:"latest,omitempty"`
}

// Changes is how many records are sent.
func (c Counts) Changes() int { return c.Create + c.Update }

// Differs tells whether anything is not as it should be.
func (c Counts) Differs() bool { return c.Changes()+c.Conflict+c.Missing+c.Kept > 0 }

// Entries is how many records the plan speaks of.
func (c Counts) Entries() int { return c.Changes() + c.Unchanged + c.Conflict + c.Missing + c.Kept }

// Add counts a record.
func (c *Counts) Add(a Action) {
	switch a {
	case Create:
		c.Create++
	case Update:
		c.Update++
	case Unchanged:
		c.Unchanged++
	case Conflict:
		c.Conflict++
	case Missing:
		c.Missing++
	case Kept:
		c.Kept++
	}
}
