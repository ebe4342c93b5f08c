package help

import (
	"strconv"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/helptext"
)

// endings say what each kind of failure means, in the order of their codes.
func endings() []struct {
	kind    fail.Kind
	meaning string
} {
	return []struct {
		kind    fail.Kind
		meaning string
	}{
		{fail.Failed, "failed for another reason"},
		{fail.Usage, "usage: unknown command, flag, field or environment, a bad value, a bad configuration, a wrong query"},
		{fail.Denied, "not authenticated, or not permitted (401, 403)"},
		{fail.NotFound, "not found, or hidden from this user"},
		{fail.Invalid, "the input of a write is invalid; nothing was sent"},
		{fail.Partial, "some records failed, the others are done"},
		{fail.Unreachable, "the server cannot be reached, timed out, or kept refusing after all tries"},
		{fail.Different, "what was compared is not the same: diff, apply --dry-run, spec diff"},
		{fail.Guarded, "refused by a guard: a read-only or protected environment, --max-changes, a conflict, a list that lost very much"},
		{fail.Interrupted, "interrupted; what is done is reported"},
		{fail.ClosedPipe, "nobody reads the output any more, as with | head"},
	}
}

// exitCodes is the topic of that name.
func exitCodes() string {
	entries := []helptext.Entry{{Word: "0", Meaning: "done; for diff and apply --dry-run: no difference"}}
	for _, ending := range endings() {
		entries = append(entries, helptext.Entry{Word: strconv.Itoa(cmdkit.ExitCode(ending.kind)), Meaning: ending.meaning})
	}
	return `A script can rely on the code that a run ends with:

` + table(entries) + `

An empty list is no failure: the code is 0. A dry run ends with the code that the real run would end with.
With -o json an error is one JSON object on standard error besides, with the code in it:

  {"error":{"code":3,"message":"...","hint":"...","status":401,"request":"GET /rest/..."}}`
}
