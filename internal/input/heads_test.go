package input

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

func employeeFields() []api.Field {
	var fields []api.Field
	for _, name := range []string{"employeeGuid", "employeeCode", "employeeFirstName", "employeeLastName", "employmentHireDate", "employeePhone", "employeeEmail"} {
		fields = append(fields, api.Field{Name: name, Type: api.String})
	}
	return fields
}

// readMapped reads a table with mappings, and gives its records or why there are none.
func readMapped(t *testing.T, content string, o Options, mappings ...string) (string, error) {
	t.Helper()
	for _, mapping := range mappings {
		if err := o.Heads.Add(mapping); err != nil {
			return "", err
		}
	}
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	o.Name = "a.csv"
	o.Fields = employeeFields()
	file, err := Open(path, nil, o)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	var records []string
	for item, err := range file.Records() {
		if err != nil {
			return "", err
		}
		for _, fault := range item.Faults {
			records = append(records, fault.Expected)
		}
		records = append(records, string(item.Record.Raw()))
	}
	return strings.Join(records, "\n"), nil
}

func TestHeads(t *testing.T) {
	for _, c := range []struct {
		name, content string
		mappings      []string
		want, fault   string
	}{
		{"a head", "Employee No,employeePhone\n0012,1\n", []string{"Employee No=employeeCode"}, `{"employeeCode":"0012","employeePhone":"1"}`, ""},
		{"case and blanks", "\" employee\u00a0 NO \",x\n1,\n", []string{"Employee No=employeeCode"}, `{"employeeCode":"1"}`, ""},
		{"a part of an object", "a,b\n1,2\n", []string{"a=more.code", "b=more.name"}, `{"more":{"code":"1","name":"2"}}`, ""},
		{"left out", "employeeCode,Notes\n1,long\n", []string{"Notes="}, `{"employeeCode":"1"}`, ""},
		{"with an equals sign", "employeeCode,a=b\n1,2\n", []string{"a=b=employeePhone"}, `{"employeeCode":"1","employeePhone":"2"}`, ""},
		{"not there", "employeeCode,Phone\n1,2\n", []string{"Phon=employeePhone"}, "", `there is no column "Phon", which --map names (did you mean Phone?)`},
		{"two columns for a field", "No,employeeCode\n1,2\n", []string{"No=employeeCode"}, "", `the columns "No" and "employeeCode" both stand for employeeCode`},
		{"twice", "No\n1\n", []string{"No=employeeCode", "no=employeePhone"}, "", `"no" is mapped twice, to employeeCode and to employeePhone`},
		{"no mapping", "No\n1\n", []string{"employeeCode"}, "", `"employeeCode" is no mapping`},
		{"no head", "No\n1\n", []string{"=employeeCode"}, "", `"=employeeCode" is no mapping`},
	} {
		got, err := readMapped(t, c.content, Options{}, c.mappings...)
		if got != c.want || (c.fault == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s: %s, %v", c.name, got, err)
		}
	}
}

func TestForeignHeads(t *testing.T) {
	const content = "Employee No,First Name,E-mail,Shoe size,employeePhone\n1,Ann,a@b,40,5\n"
	_, err := readMapped(t, content, Options{})
	want := `a.csv, line 1: 4 of its 5 heads are no fields: "Employee No" (employeeCode?), "First Name" (employeeFirstName?), "E-mail" (employeeEmail?), ` +
		`"Shoe size"; if they are meant so: --map 'Employee No=employeeCode' --map 'First Name=employeeFirstName' --map 'E-mail=employeeEmail'`
	if err == nil || err.Error() != want {
		t.Errorf("%v, want\n%s", err, want)
	}
	if got, err := readMapped(t, content, Options{AnyHeads: true}); err != nil || !strings.Contains(got, `"Shoe size":"40"`) {
		t.Errorf("%s, %v", got, err)
	}
	if got, err := readMapped(t, content, Options{}, "Employee No=employeeCode", "First Name=employeeFirstName", "E-mail=employeeEmail", "Shoe size="); err != nil ||
		got != `{"employeeCode":"1","employeeFirstName":"Ann","employeeEmail":"a@b","employeePhone":"5"}` {
		t.Errorf("%s, %v", got, err)
	}
}

// Fields that the server has and the description does not are no foreign heads: an own export must be readable.
func TestFieldsThatNobodyDescribedAreNotForeign(t *testing.T) {
	if got, err := readMapped(t, "employeeCode,newColour,parts.x_y,zzz9\n1,a,b,c\n", Options{}); err != nil ||
		got != `{"employeeCode":"1","newColour":"a","parts":{"x_y":"b"},"zzz9":"c"}` {
		t.Errorf("%s, %v", got, err)
	}
}

func TestHeadsOfSeveralSources(t *testing.T) {
	var heads Heads
	if err := heads.AddSet(map[string]string{"No": "ofSet", "Other": "x", "Left": ""}); err != nil {
		t.Fatal(err)
	}
	if err := heads.AddLines("heads.txt", strings.NewReader("\ufeff# heads of HR\n\nNo = ofFile\r\nPhone=employeePhone\n")); err != nil {
		t.Fatal(err)
	}
	if err := heads.Add("No=employeeCode"); err != nil {
		t.Fatal(err)
	}
	names, left, err := heads.apply([]string{"no", "Phone", "LEFT", "employeeEmail"})
	if got := strings.Join(names, "|"); err != nil || got != "employeeCode|employeePhone||employeeEmail" || !left[2] || len(left) != 1 {
		t.Errorf("%s, %v, %v", got, left, err)
	}
	if err := heads.Unknown(employeeFields()); err != nil {
		t.Errorf("a field that is near to none is taken for a slip: %s", err)
	}
	if err := heads.Add("Mail=employeeMail"); err != nil {
		t.Fatal(err)
	}
	if err := heads.Unknown(employeeFields()); err == nil || !strings.Contains(err.Error(), `"Mail" is mapped to employeeMail, and there is no such field (did you mean employeeEmail`) {
		t.Error(err)
	}
	if err := heads.AddLines("heads.txt", strings.NewReader("a=b\nnothing\n")); err == nil || !strings.HasPrefix(err.Error(), "heads.txt, line 2: ") {
		t.Error(err)
	}
}

func TestHeadsAreOfTables(t *testing.T) {
	o := Options{}
	if err := o.Heads.Add("a=b"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open("-", strings.NewReader(`[{"a":1}]`), o); err == nil || !strings.Contains(err.Error(), "standard input is json, and --map") {
		t.Error(err)
	}
}
