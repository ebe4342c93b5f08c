package test

import (
	"strings"
	"testing"
)

// TestSetIsTakenAsWritten: --set of something that no record can have, or that would not be sent, is never
// taken in silence. Standard output stays empty where it is refused.
func TestSetIsTakenAsWritten(t *testing.T) {
	t.Parallel()
	const job = `{"jobGuid":"1","jobNumber":"J-1","jobName":"old","jobStatus":"Active","jobCrewList":[{"employeeCode":"E"}],"others":[1,2],"amount":7,"some":{"yes":true}}`
	server, bodies := forgetful(t, job, "")
	environment := variables(t, server)
	for _, test := range []struct {
		set  string
		code int
		said string
		body string
	}{
		{"others=x", 2, "others is a list there", ""},
		{"others=", 2, "is a list there", ""},
		{`others={"a":1}`, 2, "is a list there", ""},
		{`others=[3]`, 0, "", `"others":[3]`},
		{`amount=10.10`, 0, "", `"amount":10.10`},
		{`some.yes=no`, 0, "", `"some":{"yes":false}`},
		{`new=5`, 0, "warning: --set new: expected a field", `"new":"5"`},
		{`others=\null`, 0, "", ""},
		{"jobCrewList.0.employeeCode=F", 2, "the field is read-only", ""},
		{"jobCrewList.0.nonsense=F", 2, "the field is read-only", ""},
		{"nonsense=1", 0, "warning: --set nonsense: expected a field that the API description knows", ""},
		{"jobNam=1", 2, "did you mean jobName", ""},
		{"jobNam=1 --allow-unknown", 0, "warning: --set jobNam: expected a field", ""},
		{"jobName.0=1 --allow-unknown", 2, "did you mean jobName", ""},
		{"nonsense=1 --strict", 5, "--set nonsense: expected a field", ""},
	} {
		words := strings.Fields(test.set)
		for _, more := range [][]string{nil, {"--dry-run"}} {
			args := append([]string{"joborders", "update", "1", "--set", words[0]}, words[1:]...)
			got := run(environment, append(args, more...)...)
			if got.code != test.code || !strings.Contains(got.err, test.said) || got.code != 0 && got.out != "" {
				t.Errorf("%s %v: %+v", test.set, more, got)
			}
			sent := bodies()
			if test.code == 0 && more == nil && !strings.Contains(strings.Join(sent, ""), test.body) {
				t.Errorf("%s sent %q, want %s", test.set, sent, test.body)
			}
			if (len(sent) > 0) != (test.code == 0 && more == nil) {
				t.Errorf("%s %v sent %q", test.set, more, sent)
			}
		}
	}
}
