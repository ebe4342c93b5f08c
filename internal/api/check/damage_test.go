package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api/check"
)

func TestDamageThatARecordShows(t *testing.T) {
	d := check.NewExcelDamage(thing(), thing().Fields)
	for raw, want := range map[string]string{
		`{"code":"1.23457E+12"}`:        "refused code",
		`{"code":"1,23457E+12"}`:        "refused code",
		`{"notes":"5E+11"}`:             "warning notes",
		`{"clientCode":"2026-03-01"}`:   "warning clientCode",
		`{"code":"1-Mar"}`:              "warning code",
		`{"code":"Mar-12"}`:             "warning code",
		`{"code":"3/1/2026"}`:           "warning code",
		`{"notes":"2026-03-01"}`:        "",
		`{"code":"04-12-045-07W5"}`:     "",
		`{"code":"J-00012"}`:            "",
		`{"code":"E+12"}`:               "",
		`{"code":"12E+1"}`:              "",
		`{"code":"1E+X2"}`:              "",
		`{"rate":"1.23457E+12"}`:        "",
		`{"status":"1.23457E+12"}`:      "",
		`{"code":12,"unknown":"1-Mar"}`: "",
	} {
		got := ""
		for _, line := range lines(d.Add(1, []byte(raw))) {
			got, _, _ = strings.Cut(line, ` "`)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", raw, got, want)
		}
	}
}

func rest(d *check.ExcelDamage) []string {
	var out []string
	for _, f := range d.Deferred() {
		out = append(out, fmt.Sprintf("%d %s", f.Line, lines([]check.Fault{f.Fault})[0]))
	}
	return out
}

func TestLostZeros(t *testing.T) {
	const tail = "; Excel drops leading zeros: format the column as text and export it again"
	for _, tt := range []struct {
		name  string
		codes []string
		want  []string
	}{
		{"beside others that have them", []string{"12", "0031", "1200", "7", "0032"}, []string{
			`1 warning code "12": 4 digits, as 0031 in line 2 has` + tail, `4 warning code "7": 4 digits, as 0031 in line 2 has` + tail,
		}},
		{"none has zeros", []string{"12", "1200", "7"}, nil},
		{"longer ones lost nothing", []string{"0031", "12000"}, nil},
		{"shorter than the shortest with zeros", []string{"031", "00031", "1234", "12"}, []string{
			`4 warning code "12": 3 digits, as 031 in line 1 has` + tail,
		}},
		{"letters and a single zero", []string{"0", "A1", "1", ""}, nil},
	} {
		d := check.NewExcelDamage(thing(), thing().Fields)
		for i, code := range tt.codes {
			d.Add(i+1, []byte(`{"code":"`+code+`","notes":"`+code+`"}`))
		}
		if diff := cmp.Diff(tt.want, rest(d)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestManyLostZerosAreCounted(t *testing.T) {
	d := check.NewExcelDamage(thing(), thing().Fields)
	d.Add(1, []byte(`{"code":"0000001"}`))
	for i := range 1000 {
		d.Add(i+2, fmt.Appendf(nil, `{"code":"%d"}`, i+1))
	}
	got := rest(d)
	if len(got) != 20 || !strings.HasSuffix(got[19], "(and 980 more codes like this)") {
		t.Errorf("%d faults, the last %s", len(got), got[len(got)-1])
	}
}
