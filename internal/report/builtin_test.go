package report

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of PostgreSQL

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// postgresVariable names the PostgreSQL that the tests may use: .ci/postgres starts one.
const postgresVariable = "AIMSIO_TEST_POSTGRES"

// schemaNumber tells the schemas of a run apart.
var schemaNumber atomic.Int64

// office is what a mirror holds: records of entities, as JSON.
type office map[string][]string

// onBoth runs a test on each database, with the parts of a built-in report of what the mirror holds, by their titles.
func onBoth(t *testing.T, name string, held office, do func(t *testing.T, parts map[string]Part)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		do(t, parts(t, filepath.Join(t.TempDir(), "mirror.db"), name, held))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		do(t, parts(t, postgresAddress(t), name, held))
	})
}

// postgresAddress gives the address of a schema that only this test has, and drops it at the end.
func postgresAddress(t *testing.T) string {
	t.Helper()
	server := os.Getenv(postgresVariable)
	if server == "" {
		t.Skipf("%s is not set: .ci/postgres starts a server and prints its address", postgresVariable)
	}
	schema := fmt.Sprintf("mirror_report_%d_%d", os.Getpid(), schemaNumber.Add(1))
	t.Cleanup(func() {
		db, err := sql.Open("pgx", server)
		if err == nil {
			_, err = db.ExecContext(context.WithoutCancel(t.Context()), "drop schema if exists "+schema+" cascade")
			_ = db.Close()
		}
		if err != nil {
			t.Error(err)
		}
	})
	return server + "?search_path=" + schema
}

// parts makes a report of a mirror at an address, of the time before March 5th.
func parts(t *testing.T, address, name string, held office) map[string]Part {
	t.Helper()
	catalog, now := api.Builtin(), time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)
	store, err := mirror.Open(t.Context(), mirror.Options{
		Address: address, Environment: "sandbox", Server: "https://example.com", User: "ann", Catalog: catalog,
		Now: func() time.Time { return now }, Make: true, Command: "aimsio test",
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	for entity, records := range held {
		put(t, store, entity, records)
	}
	if err := store.MakeViews(t.Context()); err != nil {
		t.Fatal(err)
	}
	querier, err := store.OpenQuerier(t.Context(), mirror.QuerierOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = querier.Close() }()
	file, err := ParseBuiltin(name)
	if err != nil {
		t.Fatal(err)
	}
	window := Window{Since: now.AddDate(0, 0, -90), Until: now.AddDate(0, 0, 1)}
	runner := &Runner{Store: store, Querier: querier, Catalog: catalog, Values: window.Values(time.UTC, nil), Reads: func(mirror.Reads) {}}
	all, err := runner.Run(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	titled := map[string]Part{}
	for _, part := range all {
		if part.Left != "" {
			t.Errorf("%s: %s", part.Title, part.Left)
		}
		titled[part.Title] = part
	}
	return titled
}

// put stores the records of an entity, by ids of their own.
func put(t *testing.T, store *mirror.Store, name string, records []string) {
	t.Helper()
	entity, found := api.Builtin().Entity(name)
	if !found {
		t.Fatalf("there is no entity %s", name)
	}
	var all []mirror.Fresh
	for i, text := range records {
		fresh := mirror.Fresh{ID: fmt.Sprintf("%s-%d", name, i), At: time.Date(2026, time.March, 4, 11, 0, 0, 0, time.UTC)}
		var err error
		if fresh.Entry, err = record.New(fmt.Appendf(nil, `{"guid":%q,"updatedAt":1}`, fresh.ID)); err != nil {
			t.Fatal(err)
		}
		if fresh.Record, err = record.New([]byte(text)); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		all = append(all, fresh)
	}
	if _, err := store.Put(t.Context(), entity, all); err != nil {
		t.Fatal(err)
	}
}

// lines are the rows of a part, with bars between the values. Numbers are without zeros at their end, which PostgreSQL has.
func (p Part) lines() string {
	var all []string
	for _, row := range p.Rows {
		var cells []string
		for _, v := range row.Fields() {
			cell := shown(v)
			if whole, fraction, found := strings.Cut(cell, "."); found {
				cell = strings.TrimRight(whole+"."+strings.TrimRight(fraction, "0"), ".")
			}
			cells = append(cells, cell)
		}
		all = append(all, strings.Join(cells, "|"))
	}
	return strings.Join(all, "\n")
}

// TestBilledJobs: an invoice is of the job whose GUID it names, and of that of its number only where it names no GUID.
func TestBilledJobs(t *testing.T) {
	job := func(name string) string {
		return fmt.Sprintf(`{"jobGuid":"ABC-%[1]s","jobNumber":"J-%[1]s","jobName":"%[1]s","jobStatus":"Finished"}`, name)
	}
	onBoth(t, "unbilled", office{
		"joborders": {
			job("by GUID"), job("by number"), job("no GUID"), job("number alone"), job("void"), job("none"),
			`{"jobGuid":"","jobNumber":"","jobName":"empty","jobStatus":"Finished"}`, `{"jobName":"null","jobStatus":"Finished"}`,
		},
		"invoices": {
			`{"invoiceStatus":"Sent","invoiceJobGuid":"abc-BY guid","invoiceJobNumber":null}`,
			`{"invoiceStatus":"Sent","invoiceJobGuid":" ","invoiceJobNumber":"J-by number"}`,
			`{"invoiceStatus":"Sent","invoiceJobNumber":"J-no GUID"}`,
			`{"invoiceStatus":"Sent","invoiceJobGuid":"elsewhere","invoiceJobNumber":"J-number alone"}`,
			`{"invoiceStatus":"void","invoiceJobGuid":"ABC-void","invoiceJobNumber":"J-void"}`,
			`{"invoiceStatus":"Sent","invoiceJobGuid":null,"invoiceJobNumber":null}`,
			`{"invoiceStatus":"Sent","invoiceJobGuid":"","invoiceJobNumber":""}`,
		},
	}, func(t *testing.T, parts map[string]Part) {
		t.Helper()
		var names []string
		for line := range strings.Lines(parts["By job"].lines()) {
			names = append(names, strings.Split(line, "|")[1])
		}
		slices.Sort(names)
		if got := strings.Join(names, ","); got != "empty,none,null,number alone,void" {
			t.Errorf("without an invoice are %s", got)
		}
		if got := parts["By customer"].lines(); got != "(none)|0|0|0" {
			t.Errorf("by customer: %s", got)
		}
	})
}

// TestJobWithoutANumber: what names no job is on none, also where a job's number is empty.
func TestJobWithoutANumber(t *testing.T) {
	onBoth(t, "unbilled", office{
		"joborders":     {`{"jobGuid":"a","jobNumber":"","jobName":"","jobStatus":"Finished"}`},
		"timecards":     {`{"timecardJobNumber":"","timecardTradeCode":"7","timecardRegularHours":2}`},
		"nrbs":          {`{"nrbJobOrderNumber":"","nrbIsBillable":true,"nrbRate":1,"nrbQuantity":5}`},
		"billableitems": {`{"billableItemCode":"7","billableItemDefaultRate":10}`},
	}, func(t *testing.T, parts map[string]Part) {
		t.Helper()
		if got := parts["By job"].lines(); got != "||||0|0|0|0" {
			t.Errorf("by job: %s", got)
		}
		if got := parts["By customer"].lines(); got != "(none)|0|0|0" {
			t.Errorf("by customer: %s", got)
		}
	})
}

// TestKeysOfTwoTypes: a number and the text of its digits are the same key.
func TestKeysOfTwoTypes(t *testing.T) {
	t.Run("unbilled", func(t *testing.T) {
		onBoth(t, "unbilled", office{
			"joborders": {
				`{"jobGuid":"a","jobNumber":1001,"jobName":"number","jobStatus":"Finished"}`,
				`{"jobGuid":"b","jobNumber":"1002","jobName":"text","jobStatus":"Finished"}`,
				`{"jobGuid":"c","jobNumber":1003,"jobName":"billed","jobStatus":"Finished"}`,
				`{"jobGuid":"4","jobNumber":"x","jobName":"billed by GUID","jobStatus":"Finished"}`,
				`{"jobGuid":"d","jobNumber":"01001","jobName":"another","jobStatus":"Finished"}`,
			},
			"timecards": {
				`{"timecardJobNumber":"1001","timecardStatus":"Approved","timecardTradeCode":"7","timecardRegularHours":2}`,
				`{"timecardJobNumber":1001,"timecardStatus":"Approved","timecardTradeCode":7,"timecardRegularHours":3}`,
				`{"timecardJobNumber":1002,"timecardStatus":"New","timecardTradeCode":"7","timecardRegularHours":4}`,
			},
			"nrbs": {
				`{"nrbJobOrderNumber":"1001","nrbIsBillable":true,"nrbRate":1,"nrbQuantity":5}`,
				`{"nrbJobOrderNumber":1001,"nrbIsBillable":true,"nrbRate":1,"nrbQuantity":6}`,
			},
			"billableitems": {`{"billableItemCode":7,"billableItemDefaultRate":10}`},
			"invoices":      {`{"invoiceStatus":"Sent","invoiceJobNumber":"1003"}`, `{"invoiceStatus":"Sent","invoiceJobGuid":4}`},
		}, func(t *testing.T, parts map[string]Part) {
			t.Helper()
			for title, want := range map[string]string{
				"By customer": "(none)|50|40|11",
				"By job":      "1001|number|||50|0|11|61\n1002|text|||0|40|0|40\n01001|another|||0|0|0|0",
			} {
				if got := parts[title].lines(); got != want {
					t.Errorf("%s: %s, want %s", title, got, want)
				}
			}
		})
	})
	t.Run("hours", func(t *testing.T) {
		onBoth(t, "hours", office{
			"timecards": {
				`{"timecardEmployeeCode":"12","timecardTradeCode":7,"timecardPayrollPeriodId":1,"timecardDate":1772409600000,"timecardRegularHours":2}`,
				`{"timecardEmployeeCode":12,"timecardTradeCode":"7","timecardPayrollPeriodId":1,"timecardDate":1772409600000,"timecardRegularHours":3}`,
			},
			"billableitems":  {`{"billableItemCode":"7","billableItemName":"Welder"}`},
			"payrollperiods": {`{"payrollPeriodId":1,"payrollPeriodName":"P1","payrollPeriodStartDate":1772409600000}`},
		}, func(t *testing.T, parts map[string]Part) {
			t.Helper()
			for title, want := range map[string]string{
				"By employee": "12  |5|0|0", "By trade": "7 Welder|5", "By payroll period": "P1|2026-03-02|5",
			} {
				if got := parts[title].lines(); got != want {
					t.Errorf("%s: %q, want %q", title, got, want)
				}
			}
		})
	})
}

// TestCodesOfSeveral: hours count once, however many billable items and periods have the code that they name.
func TestCodesOfSeveral(t *testing.T) {
	timecard := `{"timecardJobNumber":"J","timecardStatus":"Approved","timecardTradeCode":%s,"timecardPayrollPeriodId":1,"timecardDate":1772409600000,
		"timecardRegularHours":8,"timecardOvertimeHours":2,"timecardDoubleTimeHours":1}`
	held := office{
		"joborders": {`{"jobGuid":"a","jobNumber":"J","jobName":"","jobStatus":"Finished"}`},
		"timecards": {fmt.Sprintf(timecard, `"7"`), fmt.Sprintf(timecard, `"8"`), fmt.Sprintf(timecard, `null`)},
		"billableitems": {
			`{"billableItemCode":"7","billableItemName":"Able","billableItemDefaultRate":9,"billableItemDefaultRate2":500}`,
			`{"billableItemCode":"7","billableItemName":"Baker","billableItemDefaultRate":10,"billableItemDefaultRate3":30}`,
			`{"billableItemCode":"7","billableItemName":"Aaron"}`,
			`{"billableItemCode":"8","billableItemName":"Welder","billableItemDefaultRate":100}`,
			`{"billableItemCode":"9","billableItemDefaultRate":1}`, `{"billableItemCode":"9","billableItemDefaultRate":2}`,
			`{"billableItemDefaultRate":1}`, `{"billableItemDefaultRate":2}`,
		},
		"payrollperiods": {
			`{"payrollPeriodId":1,"payrollPeriodName":"P1","payrollPeriodStartDate":1772409600000}`,
			`{"payrollPeriodId":1,"payrollPeriodName":"P0"}`,
		},
	}
	for name, wants := range map[string]map[string]string{
		"unbilled": {"By customer": "(none)|1230|0|0", "By job": "J||||1230|0|0|1230", "Codes of several trades": "7|3|0|10"},
		"hours":    {"By trade": "(none) |11\n7 Baker (3 items)|11\n8 Welder|11", "By payroll period": "P1|2026-03-02|33"},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, name, held, func(t *testing.T, parts map[string]Part) {
				t.Helper()
				for title, want := range wants {
					if got := parts[title].lines(); got != want {
						t.Errorf("%s: %q, want %q", title, got, want)
					}
				}
			})
		})
	}
}

// TestHoursWithoutADay: what no window has is shown apart.
func TestHoursWithoutADay(t *testing.T) {
	onBoth(t, "hours", office{"timecards": {
		`{"timecardEmployeeCode":"1","timecardDate":1772409600000,"timecardRegularHours":1}`,
		`{"timecardEmployeeCode":"1","timecardDate":0,"timecardRegularHours":16}`,
		`{"timecardEmployeeCode":"1","timecardDate":null,"timecardRegularHours":2,"timecardOvertimeHours":0.5}`,
		`{"timecardEmployeeCode":"1","timecardRegularHours":4}`,
		`{"timecardEmployeeCode":"2","timecardDate":"","timecardRegularHours":8}`,
		`{"timecardDate":"soon"}`,
	}}, func(t *testing.T, parts map[string]Part) {
		t.Helper()
		if got := parts["By employee"].lines(); got != "1  |1|0|0" {
			t.Errorf("by employee: %q", got)
		}
		if got := parts["Without a day"].lines(); got != "2  |1|8\n1  |2|6.5\n(none)  |1|0" {
			t.Errorf("without a day: %q", got)
		}
	})
}
