package compare_test

import (
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compare"
)

func TestCoverage(t *testing.T) {
	page := compare.Coverage(api.Builtin())
	for _, want := range []string{
		"| [payrollperiods](#payrollperiods) | PayrollPeriod | transactions | list, get | 7 | 0 | 7 |\n",
		"## joborders\n\nA job order:",
		"| create | `POST /rest/api/standard/v1/NRB` | `{\"nrbList\": […]}` | documented |\n",
		"| `nrbIsBillable` | boolean | yes |  | documented |",
		"| `nrbExternalId` | string | yes, or another of *key* |  | documented |",
		"| `jobClientCode` | string | yes | an existing Company's `companyCode` | documented |",
		"| `jobNrbList` | array of object | read-only | records of NonRecurringBillableItem | assumed |",
		"| `jobWBSSchedule.jobScheduleGuid` | string |",
		"| `nrbAccountType` | string | yes | `Billable` `Not Billable` | documented |",
		"The body of update-status carries:\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "jobNrbList.nrbGuid") {
		t.Error("the page describes records twice")
	}
}

func TestCoverageKeepsTablesWhole(t *testing.T) {
	c := &api.Catalog{Entities: []*api.Entity{{Name: "things", Fields: []api.Field{
		{Name: "a", Type: api.String, Enum: []string{"x|y"}, Description: "one |\n two", Certainty: api.Documented},
	}}}}
	want := "| `a` | string |  | `x\\|y` | documented | one \\| two |\n"
	if page := compare.Coverage(c); !strings.Contains(page, want) {
		t.Errorf("%q lacks %q", page, want)
	}
}
