package cmdkit_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestPageSaysWhatItShows: the command, the environment, the time, what was typed without secrets, and what is to be said
// of the records.
func TestPageSaysWhatItShows(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		everywhere bool
		without    []string
		env        string
		title      string
	}{
		"of an environment": {false, nil, "", "aimsio employees list · sandbox · 2026-10-29 05:30 -07:00"},
		"of none chosen":    {false, []string{"AIMSIO_ENV", "AIMSIO_URL"}, "", "aimsio employees list · 2026-10-29 12:30 +00:00"},
		"of all":            {true, nil, "", "aimsio employees list · 2026-10-29 05:30 -07:00"},
		"of all, one asked": {true, nil, "sandbox", "aimsio employees list · sandbox · 2026-10-29 05:30 -07:00"},
	} {
		m := newMachine(t).without(test.without...)
		m.configure("environments: [{name: sandbox, time_zone: America/Phoenix}]")
		run := m.run()
		run.Flags.Env, run.Flags.Output = test.env, "html"
		run.Now = func() time.Time { return time.Date(2026, 10, 29, 12, 30, 0, 0, time.UTC) }
		run.Command = "aimsio employees list"
		run.Args = []string{"employees", "list", "--filter=a='<b>'", "--password", "hunter2", "-o", "html", "-"}
		out := open(t, run, cmdkit.Layout{Columns: []string{"a"}, Everywhere: test.everywhere})
		put(t, out, `{"a":"<i>"}`)
		out.Notef("showing 1 of 2")
		if err := out.Finish(nil); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			"<title>" + test.title + "</title>", "<td>&lt;i&gt;</td>", "<p>1 row</p>\n<p>showing 1 of 2</p>\n<script>",
			`<code>aimsio employees list &#39;--filter=a=&#39;\&#39;&#39;&lt;b&gt;&#39;\&#39;&#39;&#39; --password &#39;***&#39; -o html -</code>`,
		} {
			if !strings.Contains(run.Printed.String(), want) {
				t.Errorf("%s: there is no %s", name, want)
			}
		}
	}
}

// TestPageOfLess: a page that does not have all says so itself.
func TestPageOfLess(t *testing.T) {
	t.Parallel()
	for want, end := range map[string]error{
		"this ended early: the line went dead":    errors.New("the line went dead"),
		"3 records could not be read, 1 was read": &fail.IncompleteError{Failed: 3, Done: 1},
	} {
		run := newMachine(t).run()
		run.Flags.Output = "html"
		out := open(t, run, cmdkit.Layout{})
		put(t, out, `{"a":1}`)
		if err := out.Finish(end); !errors.Is(err, end) {
			t.Errorf("ended with %v", err)
		}
		if !strings.Contains(run.Printed.String(), "<p>"+want+"</p>") {
			t.Errorf("there is no %q in\n%s", want, run.Printed)
		}
	}
}
