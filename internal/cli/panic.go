package cli

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/scrub"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// maxFault is how much of the words of a panic is repeated, in characters.
const maxFault = 300

// endInPanic reports a panic as a fault of the program, in one line, and gives the exit code. Where calls are
// traced, the stack follows.
func endInPanic(a *cmdkit.Env, value any) int {
	a.TempFiles.Remove()
	stack := debug.Stack()
	if carried, ok := value.(interface{ Stack() []byte }); ok {
		stack = carried.Stack()
	}
	code := finishAnyhow(a, fail.New(fail.Failed,
		"please report it, with this line and the command, without what is confidential in it; \"aimsio log\" tells what was sent if it was a write",
		"this is a fault of aimsio %s itself, which it cannot go on after%s", a.Version, withoutSecrets(a, ": ", value)))
	if a.Flags.Trace != "" {
		fmt.Fprintln(a.Err, withoutSecrets(a, "", string(stack)))
	}
	return code
}

// finishAnyhow is finish where anything may be broken: what tells in which form errors are printed may be the
// very thing that failed.
func finishAnyhow(a *cmdkit.Env, err error) (code int) {
	defer func() {
		if recover() != nil {
			r := cmdkit.ReportOf(err)
			r.Print(a.Err, false, false)
			code = r.Code
		}
	}()
	return finish(a, err)
}

// withoutSecrets gives the words of a panic behind a mark, and nothing where secrets cannot be told in them.
func withoutSecrets(a *cmdkit.Env, mark string, value any) (words string) {
	defer func() {
		if recover() != nil { // what blots secrets out may be the very thing that failed
			words = ""
		}
	}()
	words = fmt.Sprint(value)
	for _, hide := range a.Hide {
		words = hide(words)
	}
	words = scrub.Text(words)
	if !strings.Contains(words, "\n") {
		words = text.Shorten(words, maxFault)
	}
	return mark + words
}
