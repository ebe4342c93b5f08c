package test

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// utf16Text encodes text as PowerShell and Notepad write it.
func utf16Text(order binary.AppendByteOrder, mark bool, text string) string {
	if mark {
		text = "\ufeff" + text
	}
	var encoded []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		encoded = order.AppendUint16(encoded, unit)
	}
	return string(encoded)
}

// The same two jobs in each form.
const (
	jobsJSON = `[{"jobNumber":"0012","jobName":"Tür, \"A\"","jobStatus":"Active","jobClientCode":"C0004","jobPriceBookName":"Price Book 001",
  "jobStartDate":"2026-03-01","jobEndDate":1775001600000,"jobShowInDispatching":true,"jobLocationLat":53.10,"jobWBSSchedule":{"jobScheduleGuid":"g-1"}},
 {"jobNumber":"0013","jobName":"B","jobStatus":"Active","jobClientCode":"C0004","jobPriceBookName":"Price Book 001","jobStartDate":"2026-03-01T08:00:00-07:00","jobDescription":null}]`
	jobsNDJSON = `{"jobNumber":"0012","jobName":"Tür, \"A\"","jobStatus":"Active","jobClientCode":"C0004","jobPriceBookName":"Price Book 001","jobStartDate":"2026-03-01","jobEndDate":1775001600000,"jobShowInDispatching":true,"jobLocationLat":53.10,"jobWBSSchedule":{"jobScheduleGuid":"g-1"}}

{"jobNumber":"0013","jobName":"B","jobStatus":"Active","jobClientCode":"C0004","jobPriceBookName":"Price Book 001","jobStartDate":"2026-03-01T08:00:00-07:00","jobDescription":null}
`
	jobsYAML = `- jobNumber: "0012"
  jobName: 'Tür, "A"'
  jobStatus: Active
  jobClientCode: C0004
  jobPriceBookName: Price Book 001
  jobStartDate: 2026-03-01
  jobEndDate: 1775001600000
  jobShowInDispatching: true
  jobLocationLat: 53.10
  jobWBSSchedule:
    jobScheduleGuid: g-1
- jobNumber: "0013"
  jobName: B
  jobStatus: Active
  jobClientCode: C0004
  jobPriceBookName: Price Book 001
  jobStartDate: 2026-03-01T08:00:00-07:00
  jobDescription: null
`
	jobsCSV = `jobNumber,jobName,jobStatus,jobClientCode,jobPriceBookName,jobStartDate,jobEndDate,jobShowInDispatching,jobLocationLat,jobWBSSchedule.jobScheduleGuid,jobDescription
0012,"Tür, ""A""",Active,C0004,Price Book 001,2026-03-01,1775001600000,TRUE,53.10,g-1,
0013,B,Active,C0004,Price Book 001,2026-03-01T08:00:00-07:00,,,,,\null
`
)

// jobsSent is what goes out: codes as text, times as epoch milliseconds, numbers digit for digit.
const jobsSent = `{"method":"POST","path":"/rest/api/standard/v1/JobOrder","body":{"jobList":[{"jobNumber":"0012","jobName":"Tür, \"A\"","jobStatus":"Active","jobClientCode":"C0004","jobPriceBookName":"Price Book 001",` +
	`"jobStartDate":1772323200000,"jobEndDate":1775001600000,"jobShowInDispatching":true,"jobLocationLat":53.10,"jobWBSSchedule":{"jobScheduleGuid":"g-1"}},` +
	`{"jobNumber":"0013","jobName":"B","jobStatus":"Active","jobClientCode":"C0004","jobPriceBookName":"Price Book 001","jobStartDate":1772377200000,"jobDescription":null}]}}` + "\n"

// TestInputFormats: whatever form the records come in, the same body goes out.
func TestInputFormats(t *testing.T) {
	t.Parallel()
	windows := func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }
	semicolons := strings.NewReplacer(`"Tür, ""A"""`, `"Tür, ""A"""`, ",", ";").Replace(jobsCSV)
	semicolons = strings.ReplaceAll(semicolons, "Tür;", "Tür,")
	tests := []struct {
		name, file, content string
		flags               []string
	}{
		{"JSON array", "jobs.json", jobsJSON, nil},
		{"the API's own wrapper", "jobs.json", `{"jobList":` + jobsJSON + `}`, nil},
		{"JSON, Windows lines and a byte order mark", "jobs.json", "\ufeff" + windows(jobsJSON), nil},
		{"JSON by content", "jobs.txt", jobsJSON, nil},
		{"NDJSON", "jobs.ndjson", jobsNDJSON, nil},
		{"NDJSON, Windows lines", "jobs.ndjson", windows(jobsNDJSON), nil},
		{"NDJSON by content", "jobs", jobsNDJSON, nil},
		{"YAML", "jobs.yaml", jobsYAML, nil},
		{"YAML, Windows lines", "jobs.yml", windows(jobsYAML), nil},
		{"YAML by content", "jobs", jobsYAML, nil},
		{"CSV", "jobs.csv", jobsCSV, nil},
		{"CSV by content", "export.dat", jobsCSV, nil},
		{"CSV, Windows lines and a byte order mark", "jobs.csv", "\ufeff" + windows(jobsCSV), nil},
		{"CSV with semicolons", "jobs.csv", semicolons, nil},
		{"CSV with Excel's separator line", "jobs.csv", "sep=;\r\n" + windows(semicolons), nil},
		{"CSV without a line end at the end", "jobs.csv", strings.TrimSuffix(jobsCSV, "\n"), nil},
		{"CSV that calls itself JSON", "jobs.json", jobsCSV, []string{"--input", "csv"}},
		{"UTF-16 with a mark, as PowerShell writes it", "jobs.csv", utf16Text(binary.LittleEndian, true, windows(jobsCSV)), nil},
		{"UTF-16, the other byte order", "jobs.csv", utf16Text(binary.BigEndian, true, jobsCSV), nil},
		{"JSON in UTF-16", "jobs.json", utf16Text(binary.LittleEndian, true, jobsJSON), nil},
	}
	environment := variables(t, "http://127.0.0.1:1")
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			show := append([]string{"joborders", "create", "--dry-run", "-o", "ndjson"}, test.flags...)
			got := run(environment, append(show, "-f", fileWith(t, test.file, test.content))...)
			if diff := cmp.Diff(jobsSent, got.out); diff != "" || got.code != 0 {
				t.Errorf("from a file: code %d, %s%s", got.code, diff, got.err)
			}
			if strings.HasPrefix(test.name, "CSV that") {
				return
			}
			got = runReading(environment, strings.NewReader(test.content), append(show, "-f", "-")...)
			if diff := cmp.Diff(jobsSent, got.out); diff != "" || got.code != 0 {
				t.Errorf("from standard input: code %d, %s%s", got.code, diff, got.err)
			}
		})
	}
}

// TestTypedCells: the description says what a cell is.
func TestTypedCells(t *testing.T) {
	t.Parallel()
	environment := with(variables(t, "http://127.0.0.1:1"), "AIMSIO_TIME_ZONE=America/Edmonton")
	tests := []struct{ column, cell, want string }{
		{"employeeFirstName", "007", `"007"`},
		{"employeeFirstName", "true", `"true"`},
		{"employeeFirstName", `="0012"`, `"0012"`}, // as "-o csv --excel" guards it
		{"employeeFirstName", "'=SUM(A1)", `"=SUM(A1)"`},
		{"employeeNotes", "\"two\nlines\"", `"two\nlines"`},
		{"employeeNotes", `\null`, `null`},
		{"employeeNotes", "", ``},
		{"employeeAverageDayPay", "9007199254740993.10", `9007199254740993.10`},
		{"employeeAverageDayPay", " 10 ", `10`},
		{"employmentHireDate", "2026-03-01", `1772323200000`}, // a day is midnight in day_zone, not in time_zone
		{"employmentHireDate", "2026-03-01T01:00", `1772352000000`},
		{"employmentHireDate", "2026-03-01T00:00:00Z", `1772323200000`},
		{"employmentHireDate", "1772323200000", `1772323200000`},
		{"someFutureField", "0012", `"0012"`},
	}
	for _, test := range tests {
		cell := test.cell
		if strings.HasPrefix(cell, "=") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		file := fileWith(t, "employees.csv", "employeeCode,"+test.column+"\nE-1,"+cell+"\n")
		got := run(environment, "employees", "create", "--dry-run", "-o", "ndjson", "--no-validate", "-f", file)
		member := `,"` + test.column + `":` + test.want
		if test.want == "" {
			member = ""
		}
		want := `{"method":"POST","path":"/rest/api/standard/v1/Employee","body":{"employeeList":[{"employeeCode":"E-1"` + member + "}]}}\n"
		if got.out != want {
			t.Errorf("%s with the cell %q: %q, want %q (code %d, %s)", test.column, test.cell, got.out, want, got.code, got.err)
		}
		if test.cell == "" || strings.ContainsAny(test.cell, "\"'") {
			continue
		}
		if test.column == "someFutureField" {
			continue // --set takes only what the description knows
		}
		got = run(environment, "employees", "create", "--dry-run", "-o", "ndjson", "--no-validate",
			"--set", "employeeCode=E-1", "--set", test.column+"="+test.cell)
		if got.out != want {
			t.Errorf("--set %s=%s: %q, want %q (code %d, %s)", test.column, test.cell, got.out, want, got.code, got.err)
		}
	}
}

// TestUnreadableInput: an input that cannot be read to its end sends nothing, and says where.
func TestUnreadableInput(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, nil)
	environment := variables(t, server)
	good := employeeHeader + employeeRow(1)
	record := `{"employeeCode":"E-1","employmentType":"DIRECT_HIRE","employeeStatusUname":"active_employee_status","employeeFirstName":"A","employeeLastName":"B","employeeTradeCode":"BI-005"}`
	tests := []struct {
		name, file, content string
		// said is a pattern of what standard error says.
		said string
	}{
		{"UTF-16 without a mark", "a.csv", utf16Text(binary.LittleEndian, false, good), `UTF-16 without a byte order mark; save it as UTF-8`},
		{"empty CSV", "a.csv", "", `it is empty`},
		{"header twice", "a.csv", "employeeCode,employeeCode\n1,2\n", `a\.csv, line 1: .*employeeCode stands twice`},
		{"too few cells", "a.csv", good + "E-2,DIRECT_HIRE\n", `a\.csv, line 3: the row has 2 cells, but the header has 6`},
		{"too many cells", "a.csv", good + "E-2,a,b,c,d,e,f\n", `a\.csv, line 3: the row has 7 cells`},
		{"a quote that does not end", "a.csv", good + "\"E-2,a\n", `a\.csv, line 3: `},
		{"Latin-1", "a.csv", good + "E-2,DIRECT_HIRE,active_employee_status,J\xfcrgen,B,BI-005\n", `a\.csv, line 3: .*UTF-8`},
		{"JSON that breaks off", "a.json", "[" + record + ",\n{\"employeeCode\":", `a\.json, line 2: `},
		{"JSON with a number", "a.json", "[" + record + ",\n7]", `a\.json, line 2: `},
		{"NDJSON with a broken line", "a.ndjson", record + "\n{oops}\n", `a\.ndjson, line 2: `},
		{"YAML with a broken line", "a.yaml", "- employeeCode: a\n- employeeCode: [\n", `a\.yaml, line [23]: `},
	}
	for _, test := range tests {
		got := run(environment, "employees", "create", "-f", fileWith(t, test.file, test.content))
		if got.code != 5 || got.out != "" {
			t.Errorf("%s: code %d, stdout %q", test.name, got.code, got.out)
		}
		matches(t, test.name+": standard error", got.err, test.said)
	}
	if calls := log.all(); len(calls) > 0 {
		t.Errorf("calls were made: %v", calls)
	}
	if got := run(environment, "employees", "create", "-f", fileWith(t, "a.csv", good), "--input", "xml"); got.code != 2 {
		t.Errorf("an unknown format: %+v", got)
	}
}
