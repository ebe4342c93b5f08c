package api_test

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
)

func members(t *testing.T, object jsontext.Value) map[string]jsontext.Value {
	t.Helper()
	var out map[string]jsontext.Value
	if err := json.Unmarshal(object, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCoverage(t *testing.T) {
	page := api.Coverage(builtin(t))
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
	if page := api.Coverage(c); !strings.Contains(page, want) {
		t.Errorf("%q lacks %q", page, want)
	}
}
