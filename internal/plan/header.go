package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// Format is the number of the form of plans that this program writes, and the only one that it reads.
const Format = 1

// Header says what a plan is for, and of what it was made.
type Header struct {
	// Format is the form of the file, and Program the version of the program that made it.
	Format  int    `json:"aimsioPlan"`
	Program string `json:"program"`
	// Entity names the kind of the records, and Description is the digest of all that the API description
	// says of it.
	Entity      string `json:"entity"`
	Description string `json:"description"`
	// Environment and Server are what was compared with, as User.
	Environment string `json:"environment"`
	Server      string `json:"server"`
	User        string `json:"user,omitempty"`
	// From is of what the plan was made: a file, an environment, a run. Undoes is the run whose changes it
	// puts back, empty for none.
	From   string `json:"from"`
	Undoes string `json:"undoes,omitempty"`
	// Made is when it was made.
	Made time.Time `json:"made"`
}

// DigestOf gives the digest of what the API description says of an entity.
func DigestOf(entity *api.Entity) (string, error) {
	text, err := json.Marshal(entity, json.Deterministic(true))
	if err != nil {
		return "", fmt.Errorf("describing %s: %w", entity.Name, err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Check refuses a plan that is not for here: made by another version of the program, for other records, for
// another environment or server, or by another description.
func (h *Header) Check(here Header) error {
	anew := fmt.Sprintf("\"aimsio %s diff --save\" makes it anew", h.Entity)
	for _, part := range []struct {
		name, there, now, hint string
		kind                   fail.Kind
	}{
		{"entity", h.Entity, here.Entity, fmt.Sprintf("\"aimsio %s apply\" carries it out", h.Entity), fail.Usage},
		{"environment", h.Environment, here.Environment, "give --env " + h.Environment + " to carry it out there, or make one for here", fail.Usage},
		{"server", h.Server, here.Server, anew, fail.Usage},
		{"user", h.User, here.User, anew, fail.Usage},
		{"program", h.Program, here.Program, anew, fail.Usage},
		{"API description of " + h.Entity, short(h.Description), short(here.Description), anew, fail.Invalid},
	} {
		if part.there != part.now {
			return fail.New(part.kind, part.hint, "the plan is for another %s: there it is %q, here %q: nothing was sent", part.name, part.there, part.now)
		}
	}
	return nil
}

// short gives as much of a digest as tells it from others.
func short(digest string) string {
	const shown = 12
	return digest[:min(len(digest), shown)]
}
