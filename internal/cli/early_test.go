package cli

import (
	"strings"
	"testing"
)

// TestEarlyFlags: the environment and the format are found in a command line that is not understood yet, as
// they will be once it is.
func TestEarlyFlags(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"joborders list":                                 "",
		"joborders list --env demo":                      "demo",
		"joborders list -e demo -o json":                 "demo json",
		"-edemo joborders list -ojson":                   "demo json",
		"-qe demo joborders list":                        "demo",
		"joborders list --env=a --full --env=b":          "b",
		"joborders list --full -e demo --no-such -oyaml": "demo yaml",
		"joborders create -f new.csv -e demo":            "demo",
		"joborders list --sort -employeeCode -e demo":    "demo",
		"joborders list --sort -name -o json":            " json",
		"joborders list --jq -.a --env demo":             "demo",
		"joborders list --nonsense value --output=JSON":  " JSON",
		"joborders list --trace --env demo":              "demo",
		"joborders list -h --env demo":                   "demo",
		"api GET JobOrder -- --env demo":                 "",
		"joborders list --output json --env":             " json",
	} {
		found := earlyFlags(strings.Fields(line))
		if got := strings.TrimRight(found.Env+" "+found.Output, " "); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}
