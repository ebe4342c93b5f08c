package results

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Origin says which write results belong to, beside the action that each of them names.
type Origin struct{ Environment, Server, User, Entity string }

// foreign refuses a result that is that of another write. What it does not say, as those of earlier
// versions, speaks against nothing.
func (r Row) foreign(file string, line int, here Origin, action string) error {
	for _, part := range []struct{ name, there, now, hint string }{
		{"environment", r.Environment, here.Environment, "give --env " + r.Environment + " to go on there, or begin anew without --resume"},
		{"server", r.Server, here.Server, ""},
		{"user", r.User, here.User, "set AIMSIO_USERNAME to go on as that user, or begin anew without --resume"},
		{"entity", r.Entity, here.Entity, ""},
		{"action", r.Action, action, ""},
	} {
		if part.there != "" && part.now != "" && part.there != part.now {
			return fail.New(fail.Usage, part.hint, "--resume %s belongs to another write: the %s in line %d is %q, here it is %q: nothing was sent",
				file, part.name, line, part.there, part.now)
		}
	}
	return nil
}

// unsaid tells of environment, server, user and entity which of them some result does not say.
type unsaid [4]bool

// note takes in what a result does not say about the write that it is of.
func (u *unsaid) note(r Row) {
	for i, said := range []string{r.Environment, r.Server, r.User, r.Entity} {
		u[i] = u[i] || said == ""
	}
}

// warning says what the results are taken for, "" where they say it all.
func (u *unsaid) warning(file string, here Origin) string {
	var missing, taken []string
	for i, part := range [][2]string{{"environment", here.Environment}, {"server", here.Server}, {"user", here.User}, {"entity", here.Entity}} {
		if u[i] {
			missing, taken = append(missing, part[0]), append(taken, part[0]+" "+part[1])
		}
	}
	if len(missing) == 0 {
		return ""
	}
	return fmt.Sprintf("%s does not say of all its results which %s they are of: they are taken for those of %s",
		file, text.Enumerate(missing), text.Enumerate(taken))
}
