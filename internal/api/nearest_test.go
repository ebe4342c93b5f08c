package api_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
)

func TestNearest(t *testing.T) {
	entities := []string{"joborders", "invoices", "timecards", "nrbs", "payrollperiods", "employees", "equipment", "users"}
	fields := []string{"jobNumber", "jobName", "jobStatus", "jobStartDate", "jobClientName", "jobClientCode"}
	tests := []struct {
		word    string
		choices []string
		most    int
		want    []string
	}{
		{"jobordres", entities, 3, []string{"joborders"}},
		{"Job-Orders", entities, 3, []string{"joborders"}},
		{"emploee", entities, 3, []string{"employees"}},
		{"payroll", entities, 3, []string{"payrollperiods"}},
		{"usres", entities, 3, []string{"users"}},
		{"jobStaus", fields, 1, []string{"jobStatus"}},
		{"status", fields, 3, []string{"jobStatus"}},
		{"client", fields, 1, []string{"jobClientName"}},
		{"client", fields, 5, []string{"jobClientName", "jobClientCode"}},
		{"xyzzy", entities, 3, nil},
		{"", entities, 3, nil},
		{"users", entities, 0, nil},
		{"users", nil, 3, nil},
		{strings.Repeat("a", 1_000_000), entities, 3, nil},
		{"café", []string{"cafe", "tea"}, 3, []string{"cafe"}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, api.Nearest(test.word, test.choices, test.most)); diff != "" {
			t.Errorf("%.20q (-want +have):\n%s", test.word, diff)
		}
	}
}
