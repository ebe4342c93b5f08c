package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// The table is that of the facts about the API, in its words: verb, path, list in the body, mark.
func TestOperations(t *testing.T) {
	want := map[string][]string{
		"joborders":      {"list JobOrder D", "get JobOrder/{jobOrderGuid} D", "create JobOrder jobList D"},
		"nrbs":           {"list NonRecurringBillableItem A", "get NonRecurringBillableItem/{nrbGuid} A", "create NRB nrbList D"},
		"payrollperiods": {"list PayrollPeriod A", "get PayrollPeriod/{payrollPeriodId} A"},
		"invoices":       {"list Invoice A", "get Invoice/{invoiceGuid} A", "update-status Invoice invoiceList A"},
		"timecards":      {"list Timecard A", "get Timecard/{timecardGuid} A", "update-status Timecard timecardList A"},
		"employees":      {"list Employee D", "get Employee/{employeeGuid} A", "create Employee employeeList D"},
		"equipment":      {"list Equipment A", "get Equipment/{equipmentGuid} A", "create Equipment equipmentList A"},
		"companies":      {"list Company A", "get Company/{companyGuid} A", "create Company companyList A"},
		"billableitems":  {"list BillableItem D", "get BillableItem/{billableItemGuid} A", "create BillableItem billableItemList D"},
		"pricebooks":     {"list PriceBook A", "get PriceBook/{priceBookGuid} A", "create PriceBook priceBookList A"},
		"users":          {"list User A", "get User/{userGuid} A"},
	}
	have := map[string][]string{}
	for _, e := range builtin(t).Entities {
		for _, o := range e.Operations {
			line := string(o.Verb) + " " + strings.TrimPrefix(o.Path, "/rest/api/standard/v1/")
			if o.Wrapper != "" {
				line += " " + o.Wrapper
			}
			have[e.Name] = append(have[e.Name], line+" "+strings.ToUpper(string(o.Certainty[:1])))
		}
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("operations (-facts +catalog):\n%s", diff)
	}
}

func TestStubs(t *testing.T) {
	for _, e := range builtin(t).Entities {
		identifier := "guid:string"
		if e.Name == "payrollperiods" {
			identifier = "id:integer"
		}
		var have []string
		for _, f := range e.Index {
			have = append(have, fmt.Sprintf("%s:%s", f.Name, f.Type))
		}
		if diff := cmp.Diff([]string{"dtype:string", identifier, "updatedAt:time"}, have); diff != "" {
			t.Errorf("%s: %s", e.Name, diff)
		}
	}
}

// Fields in the notation of the facts: ! required, ro read-only, ~word any one of the group.
func TestFields(t *testing.T) {
	tests := map[string][]string{
		"joborders": {
			"jobId integer ro D", "jobGuid string ~key D", "jobNumber string ! ~key D", "jobName string ! D",
			"jobStatus string ! D Unassigned,Assigned,Active,Finished,Cancelled,Deleted", "jobTypeUname string ro D",
			"jobClientCode string ! D >Company.companyCode", "jobPriceBookName string ! D >PriceBook.priceBookName",
			"jobStartDate day ! D", "jobEndDate day D", "jobUpdatedAt time ro D", "jobShowInDispatching boolean D",
			"jobAssigneeEmployeeNumber string D >Employee.employeeCode", "jobLocationLat number D",
			"jobWBSSchedule.jobScheduleBudgetEntryOption string D PerDetailedBreakDown,PerWBS,PerBillableItem",
			"jobWBSSchedule.jobScheduleContractValueEntryOption string D PerJob,PerWBS",
			"jobWBSSchedule.jobScheduleChangeSettingOption string D Manual,AutomatedFromChangeOrder",
			"jobWBSSchedule.jobScheduleConversionRules array D", "jobNrbList array ro A", "jobNrbList.0.nrbRate number ! D",
			"jobCrewList array ro A", "jobEquipmentList array ro A",
		},
		"employees": {
			"employeeGuid string D", "employeeCode string ! D", "employmentType string ! D DIRECT_HIRE,SUBCONTRACTOR",
			"employeeStatusUname string ! D active_employee_status,inactive_permanent_layoff_employee_status," +
				"inactive_temporary_layoff_employee_status",
			"employeeFirstName string ! D", "employeeNickName string D", "employeeTradeGuid string ro ~trade D >BillableItem.billableItemGuid",
			"employeeTradeCode string ! ~trade D >BillableItem.billableItemCode", "employmentReHireDate day D",
			"employeePayrollHolidayEligibility string D PER_UNION,AB_5_OF_9", "employeeAverageDayPay number D",
			"employeeLinkedUserName string ro D >User.userName", "employeeFormData.formDataGuid string ro D",
		},
		"nrbs": {
			"nrbGuid string ~key D", "nrbExternalId string ! ~key D", "nrbOriginReference string ~key D",
			"nrbJobOrderNumber string ! D >JobOrder.jobNumber", "nrbInvoiceDate day D", "nrbTypeUname string ~type D",
			"nrbTypeName string ! ~type D", "nrbAccountType string ! D Billable,Not Billable", "nrbIsBillable boolean ! D",
			"nrbDocumentType string D RECEIPT_AP_INVOICE,RECEIPT_PACKING_SLIP,RECEIPT_FIELD_TICKET,RECEIPT_BOL",
			"nrbVendorCode string ! D >Company.companyCode", "nrbMarkupAppliesOn string D SUB_TOTAL,SUB_TOTAL_AND_VENDOR_TAX",
			"isInternal boolean D", "nrbFileMimeType string D application/pdf,image/png,image/jpeg",
			"nrbFileBase64Content string base64 D",
		},
		"billableitems": {
			"billableItemCode string ! D", "billableItemIsTrade boolean ! D", "billableItemTypeName string ! ~type D",
			"billableItemTypeUname string ~type D labour,equipment,material,service,unit_billing,per_diem,accommodation,mileage,surcharge",
			"billableItemDefaultRate number ! D", "billableItemDefaultRateType string ! ~rate D",
			"billableItemDefaultRateTypeUname string ~rate D", "billableItemDefaultRateTypeUname3 string ~rate3 D",
			"billableItemDefaultCost2 number A", "billableItemCreatedAt time ro A",
		},
		"pricebooks": {
			"priceBookName string ! A", "priceBookItemList array A", "priceBookItemList.0.priceItemRate3 number D",
			"priceBookItemList.priceItemBillableItemIsDeleted boolean ro D",
		},
		"invoices":  {"invoiceGuid string ro A", "invoiceStatus string A"},
		"companies": {"companyCode string ! A", "companyTypeName string ! A"},
	}
	c := builtin(t)
	for name, lines := range tests {
		e := entity(t, c, name)
		for _, want := range lines {
			path, _, _ := strings.Cut(want, " ")
			f, ok := api.Find(e.Fields, path)
			if !ok {
				t.Errorf("%s has no field %s", name, path)
				continue
			}
			if have := notation(path, f); have != want {
				t.Errorf("%s:\nhave %s\nwant %s", name, have, want)
			}
		}
	}
}

func notation(path string, f *api.Field) string {
	parts := []string{path, string(f.Type)}
	if f.Format != "" {
		parts = append(parts, f.Format)
	}
	if f.Required {
		parts = append(parts, "!")
	}
	if f.ReadOnly {
		parts = append(parts, "ro")
	}
	if f.Either != "" {
		parts = append(parts, "~"+f.Either)
	}
	parts = append(parts, strings.ToUpper(string(f.Certainty[:1])))
	if len(f.Enum) > 0 {
		parts = append(parts, strings.Join(f.Enum, ","))
	}
	if f.RefersTo != nil {
		parts = append(parts, ">"+f.RefersTo.Resource+"."+f.RefersTo.Field)
	}
	return strings.Join(parts, " ")
}

func TestStatusUpdatesCarryKeyAndStatusAlone(t *testing.T) {
	c := builtin(t)
	for name, want := range map[string][]string{
		"invoices":  {"invoiceGuid", "invoiceStatus"},
		"timecards": {"timecardGuid", "timecardStatus"},
	} {
		o, ok := entity(t, c, name).Operation(api.UpdateStatus)
		if !ok {
			t.Fatalf("%s has no update-status", name)
		}
		var have []string
		for _, f := range o.Fields {
			have = append(have, f.Name)
			if !f.Required {
				t.Errorf("%s: %s must be required", name, f.Name)
			}
		}
		if !slices.Equal(have, want) {
			t.Errorf("%s: have %v, want %v", name, have, want)
		}
	}
}
