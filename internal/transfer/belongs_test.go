package transfer_test

import (
	"slices"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/transfer"
)

// TestBelonging: a record belongs to the one whose GUID it has, else to the one whose key it has.
func TestBelonging(t *testing.T) {
	t.Parallel()
	const job = `{"jobNumber":"J-1","jobGuid":"a1"}`
	for _, test := range []struct {
		name, of, owner, entity, one string
		want                         bool
	}{
		{"by key", "joborders", job, "timecards", `{"timecardJobNumber":"J-1"}`, true},
		{"of another", "joborders", job, "timecards", `{"timecardJobNumber":"J-2"}`, false},
		{"dangling", "joborders", job, "timecards", `{"timecardJobNumber":"gone"}`, false},
		{"nothing", "joborders", job, "timecards", `{"timecardJobNumber":null,"news":[1]}`, false},
		{"nothing on both sides", "joborders", `{"jobNumber":"","jobGuid":"a1"}`, "timecards", `{"timecardJobNumber":""}`, false},
		{"an object for a key", "joborders", job, "timecards", `{"timecardJobNumber":{"J-1":1}}`, false},
		{"by GUID in other letters", "joborders", job, "invoices", `{"invoiceJobGuid":"A1"}`, true},
		{"a GUID counts more than a key", "joborders", job, "invoices", `{"invoiceJobGuid":"b2","invoiceJobNumber":"J-1"}`, false},
		{"no GUID", "joborders", job, "invoices", `{"invoiceJobGuid":null,"invoiceJobNumber":"J-1"}`, true},
		{"a number", "payrollperiods", `{"payrollPeriodId":80}`, "timecards", `{"timecardPayrollPeriodId":"80"}`, true},
		{
			"in a list", "employees", `{"employeeCode":"0061"}`, "joborders",
			`{"jobCrewList":[{"employeeCode":"0001"},7,{"employeeCode":"0061"}]}`, true,
		},
		{"a list of texts", "employees", `{"employeeCode":"0061"}`, "joborders", `{"jobCrewList":["0061"]}`, false},
	} {
		of, _ := api.Builtin().Entity(test.of)
		all := transfer.NewReferences(api.Builtin()).To(of)
		at := slices.IndexFunc(all, func(b transfer.Belonging) bool { return b.Entity.Name == test.entity })
		if at < 0 {
			t.Errorf("%s: %s do not refer to %s", test.name, test.entity, test.of)
			continue
		}
		if got := all[at].Holds(recordOf(t, test.owner), recordOf(t, test.one)); got != test.want {
			t.Errorf("%s: %s belongs to %s: %v", test.name, test.one, test.owner, got)
		}
	}
}
