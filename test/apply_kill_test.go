//go:build unix

package test

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestApplyKilled: a plan is killed in the middle of its carrying out, again and again, and goes on each time. In the
// end the server has each record as the plan says, and what the results tell is not sent again. So it is where the
// plan is made anew of its file.
func TestApplyKilled(t *testing.T) {
	t.Parallel()
	for _, kept := range []bool{true, false} {
		t.Run(fmt.Sprintf("kept=%t", kept), func(t *testing.T) {
			t.Parallel()
			server, log := simulated(t, faulty(t, "slow=30ms,apply=before"))
			environment := with(variables(t, server), "AIMSIO_PARALLEL=3")
			if got := run(environment, "sync", "employees", "-q"); got.code != 0 {
				t.Fatal(got.err)
			}
			file, folder := employeesFile(t, 600), t.TempDir()
			plan, results := folder+"/plan.json", folder+"/results.ndjson"
			arguments := []string{"employees", "apply", "-f", file, "--yes", "-q", "--batch-size", "20"}
			if kept {
				if got := run(environment, "employees", "diff", "-f", file, "--save", plan, "-q", "-o", "ndjson", "--out", os.DevNull); got.code != 8 {
					t.Fatal(got.err)
				}
				arguments = []string{"employees", "apply", plan, "-q", "--batch-size", "20"}
			}
			killAfter(t, environment, log, 4, append(arguments, "--results", results))
			for _, moment := range []int{5, 3} {
				wantNothingTwice(t, environment, results, func() { killAfter(t, environment, log, moment, append(arguments, "--resume", results)) })
			}
			wantNothingTwice(t, environment, results, func() {
				if got := run(environment, append(arguments, "--resume", results)...); got.code != 0 {
					t.Errorf("the last run: code %d, %s", got.code, got.err)
				}
			})
			wantEmployees(t, environment, 600)
			if got := run(environment, "employees", "diff", "-f", file); got.code != 0 || !strings.Contains(got.err, "0 to create, 0 to update, 600 unchanged") {
				t.Errorf("%+v", got)
			}
		})
	}
}

// wantNothingTwice sees that a run sends nothing of which the results say before that it is done.
func wantNothingTwice(t *testing.T, environment map[string]string, results string, run func()) {
	t.Helper()
	done := map[string]bool{}
	for _, result := range resultsOf(t, contentOf(t, results)) {
		done[result.Key] = done[result.Key] || result.Outcome == "created"
	}
	already := len(sentKeys(t, environment))
	run()
	for _, keys := range sentKeys(t, environment)[already:] {
		for _, key := range keys {
			if done[key] {
				t.Errorf("%s was sent again although the results had it as created", key)
			}
		}
	}
}
