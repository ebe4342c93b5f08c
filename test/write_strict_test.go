package test

import (
	"strings"
	"testing"
)

// What a spreadsheet leaves in a text is refused where the text says which record is meant, and warned
// of elsewhere; --strict refuses all of it.
func TestSpoiledTexts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, header, row, want string
		refused                 bool
	}{
		{"a blank behind a key", "employeeCode,employeeNotes", "E-1 ,x", "no blank before or behind it", true},
		{"a blank before a key", "employeeCode,employeeNotes", " E-1,x", "no blank before or behind it", true},
		{"a no-break space in a key", "employeeCode,employeeNotes", "E\u00a01,x", "U+00A0", true},
		{"no width in a key", "employeeCode,employeeNotes", "E\u200b1,x", "U+200B", true},
		{"an error in a key", "employeeCode,employeeNotes", "#N/A,x", "a spreadsheet left this error", true},
		{"an error in a reference", "employeeCode,employeeTradeCode", "E-1,#REF!", "a spreadsheet left this error", true},
		{"a blank behind a reference", "employeeCode,employeeTradeCode", "E-1,BI-001 ", "no blank before or behind it", true},
		{"an error of another language", "employeeCode,employeeTradeCode", "E-1,#BEZUG!", "a spreadsheet left this error", true},
		{"a blank behind a text", "employeeCode,employeeNotes", "E-1,x ", "no blank before or behind it", false},
		{"a no-break space in a text", "employeeCode,employeeNotes", "E-1,a\u00a0b", "U+00A0", false},
		{"an error in a text", "employeeCode,employeeNotes", "E-1,#DIV/0!", "a spreadsheet left this error", false},
	}
	environment := variables(t, "http://127.0.0.1:1")
	for _, test := range tests {
		file := fileWith(t, "employees.csv", test.header+"\n"+test.row+"\n")
		create := []string{"employees", "create", "--dry-run", "-o", "ndjson", "-f", file}
		got := run(environment, create...)
		want := 0
		if test.refused {
			want = 5
		}
		if got.code != want || !strings.Contains(got.err, test.want) || test.refused != (got.out == "") {
			t.Errorf("%s: exit code %d, want %d: %s%s", test.name, got.code, want, got.out, got.err)
		}
		if got = run(environment, append(create, "--strict")...); got.code != 5 || got.out != "" || !strings.Contains(got.err, test.want) {
			t.Errorf("%s, --strict: exit code %d: %s%s", test.name, got.code, got.out, got.err)
		}
	}
}

// A field that looks like a slip for one that is missing is refused, unless the user says that it is meant.
func TestSlipsOfNames(t *testing.T) {
	t.Parallel()
	environment := variables(t, "http://127.0.0.1:1")
	for header, near := range map[string]string{
		"employeeNote": "employeeNotes", "employeNotse": "employeeNotes", "EMPLOYEENOTES": "employeeNotes", "employee_trade_cod": "employeeTradeCode",
	} {
		file := fileWith(t, "employees.csv", "employeeCode,"+header+"\nE-1,x\n")
		create := []string{"employees", "create", "--dry-run", "-o", "ndjson", "-f", file}
		got := run(environment, create...)
		if got.code != 5 || !strings.Contains(got.err, near) || !strings.Contains(got.err, "--allow-unknown") {
			t.Errorf("%s: exit code %d: %s", header, got.code, got.err)
		}
		got = run(environment, append(create, "--allow-unknown")...)
		if got.code != 0 || !strings.Contains(got.out, `"`+header+`":"x"`) || !strings.Contains(got.err, "warning: ") {
			t.Errorf("%s, --allow-unknown: exit code %d: %s%s", header, got.code, got.out, got.err)
		}
	}
	other := fileWith(t, "employees.csv", "employeeCode,costCentre\nE-1,x\n")
	if got := run(environment, "employees", "create", "--dry-run", "-f", other); got.code != 0 {
		t.Errorf("a field like no other: exit code %d: %s", got.code, got.err)
	}
	if got := run(environment, "employees", "create", "--dry-run", "--strict", "-f", other); got.code != 5 {
		t.Errorf("--strict: exit code %d: %s", got.code, got.err)
	}
	set := []string{"employees", "create", "--dry-run", "--set", "employeeCode=E-1", "--set"}
	for value, want := range map[string]int{"employeeNotes=x ": 5, "employeeTradeCode= BI-001": 5, "employeeTradeCode=BI-001": 5} {
		if got := run(environment, append(set, value, "--strict")...); got.code != want {
			t.Errorf("--set %q --strict: exit code %d: %s", value, got.code, got.err)
		}
	}
}

// Where semicolons separate the cells, 3.000 may be three or three thousand.
func TestAmbiguousNumbers(t *testing.T) {
	t.Parallel()
	environment := variables(t, "http://127.0.0.1:1")
	for cell, want := range map[string]int{
		"3.000": 5, "-12.345": 5, "1.234.567": 5, "0.125": 0, "3.00": 0, "1234.500": 0, "3000": 0, "3.0000": 0,
	} {
		for _, separator := range []string{";", ","} {
			if want == 5 && strings.Count(cell, ".") > 1 && separator == "," {
				continue // which is no number anywhere
			}
			file := fileWith(t, "items.csv", "billableItemCode"+separator+"billableItemDefaultRate\nBI-1"+separator+cell+"\n")
			got := run(environment, "billableitems", "create", "--dry-run", "-o", "ndjson", "-f", file)
			expected := want
			if separator == "," {
				expected = 0
			}
			if got.code != expected || (expected == 5) != strings.Contains(got.err, "read in one way only") || strings.Count(got.err, "is \""+cell) > 1 {
				t.Errorf("%s with %s: exit code %d: %s%s", cell, separator, got.code, got.out, got.err)
			}
		}
	}
	file := fileWith(t, "items.csv", "billableItemCode;billableItemDefaultRate\nBI-1;3.000\n")
	got := run(environment, "billableitems", "create", "--dry-run", "-o", "ndjson", "--no-validate", "-f", file)
	if !strings.Contains(got.out, `"billableItemDefaultRate":"3.000"`) {
		t.Errorf("unchecked it must stay the text that it was: %s%s", got.out, got.err)
	}
}
