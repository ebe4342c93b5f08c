package bulk_test

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
)

const employeeHeader = "employeeCode,employmentType,employeeStatusUname,employeeFirstName,employeeLastName,employeeTradeCode\n"

// employees makes a CSV of new employees, E-1 and so on from line 2. Those in bad have a trade that the server
// does not know.
func employees(count int, bad ...int) string {
	text := employeeHeader
	for i := 1; i <= count; i++ {
		trade := "BI-005"
		if slices.Contains(bad, i) {
			trade = "NONE"
		}
		text += fmt.Sprintf("E-%d,DIRECT_HIRE,active_employee_status,Ann,Ash,%s\n", i, trade)
	}
	return text
}

// newEmployee is one of them as JSON, with further members.
func newEmployee(code, more string) string {
	return fmt.Sprintf(`{"employeeCode":%q,"employmentType":"DIRECT_HIRE","employeeStatusUname":"active_employee_status",`+
		`"employeeFirstName":"Ann","employeeLastName":"Ash","employeeTradeCode":"BI-005"%s}`, code, more)
}

// parts is the description of a small entity whose records may come without their key. edit changes it.
func parts(edit ...func(*api.Entity)) *api.Catalog {
	entity := &api.Entity{
		Name: "parts", Resource: "Part", Title: "part", GUID: "partGuid", Status: "partStatus", UpdatedAt: "partUpdatedAt",
		Key: []string{"partCode", "partOtherCode"}, KeySure: true, UpsertsSaid: true,
		Operations: []api.Operation{
			{Verb: api.List, Method: http.MethodGet, Path: "/Part", Certainty: api.Documented},
			{Verb: api.Get, Method: http.MethodGet, Path: "/Part/{partGuid}", Certainty: api.Documented},
			{Verb: api.Create, Method: http.MethodPost, Path: "/Part", Wrapper: "partList", Certainty: api.Documented},
		},
		Index: []api.Field{{Name: "guid", Type: api.String}, {Name: "updatedAt", Type: api.Time}},
		Fields: []api.Field{
			{Name: "partGuid", Type: api.String, Certainty: api.Documented},
			{Name: "partCode", Type: api.String, Certainty: api.Documented, Sample: "sequence P-%03d"},
			{Name: "partOtherCode", Type: api.String, Certainty: api.Documented, Sample: "sequence Q-%03d"},
			{Name: "partName", Type: api.String, Required: true, Certainty: api.Documented, Sample: "const bolt"},
			{Name: "partStatus", Type: api.String, Certainty: api.Documented, Sample: "const new"},
			{Name: "partPrice", Type: api.Number, Certainty: api.Documented, Sample: "const 10.50"},
			{Name: "partWeight", Type: api.Integer, Certainty: api.Assumed, Sample: "const 7"},
			{Name: "partMadeBy", Type: api.String, Certainty: api.Documented, ReadOnly: true, Sample: "const somebody"},
			{Name: "partUpdatedAt", Type: api.Time, Certainty: api.Documented, ReadOnly: true},
		},
	}
	for _, change := range edit {
		change(entity)
	}
	return &api.Catalog{Entities: []*api.Entity{entity}}
}

// part is a new one as JSON; without a code the server makes another each time that it is sent.
func part(code, name, more string) string {
	if code != "" {
		code = fmt.Sprintf(`"partCode":%q,`, code)
	}
	return fmt.Sprintf(`{%s"partName":%q%s}`, code, name, more)
}
