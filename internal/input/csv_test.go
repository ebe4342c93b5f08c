package input_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

func csvOptions() input.Options {
	o := options()
	o.Format = input.CSV
	return o
}

func TestCSV(t *testing.T) {
	for _, tt := range []struct {
		name, content string
		want          []string
	}{
		{"types", "code,name,rate,count,active,startDate\n0012, Jo 😀 ,10.10,9007199254740993,Yes,2026-03-01\n", []string{
			`2 {"code":"0012","name":" Jo 😀 ","rate":10.10,"count":9007199254740993,"active":true,"startDate":1772348400000}`,
		}},
		{"windows line ends and a byte order mark", "\ufeffcode,rate\r\n1,2\r\n3,4\r\n", []string{`2 {"code":"1","rate":2}`, `3 {"code":"3","rate":4}`}},
		{"semicolons", "code;name\n1;a,b\n", []string{`2 {"code":"1","name":"a,b"}`}},
		{"tabs", "code\tname\n1\ta;b,c\n", []string{`2 {"code":"1","name":"a;b,c"}`}},
		{"separators in quotes do not count", "\"a,b,c\";name\n1;2\n", []string{`2 {"a,b,c":"1","name":"2"}`}},
		{"a declared separator", "sep=;\r\ncode;name\r\n1;2\r\n", []string{`3 {"code":"1","name":"2"}`}},
		{"a declared bar", "sep=|\ncode|name\n1|2\n", []string{`3 {"code":"1","name":"2"}`}},
		{"cells over several lines", "code,name\n1,\"a\nb\"\n\n2,\"c\r\nd\"\n3,e\n", []string{
			`2 {"code":"1","name":"a\nb"}`, `5 {"code":"2","name":"c\r\nd"}`, `7 {"code":"3","name":"e"}`,
		}},
		{"no line end after the last row", "code\n1", []string{`2 {"code":"1"}`}},
		{"the header alone", "code,name\n", nil},
		{"empty cells and null", "code,name,rate,startDate\n1,,\\null,\n2,  ,  ,\\null\n", []string{
			`2 {"code":"1","rate":null}`, `3 {"code":"2","name":"  ","startDate":null}`,
		}},
		{"rows of nothing", "code,name\n,\n1,\n,\n", []string{`3 {"code":"1"}`}},
		{"nested", "schedule.guid,code,schedule.endDate\ng,1,1772323200000\n,2,\n", []string{
			`2 {"schedule":{"guid":"g","endDate":1772323200000},"code":"1"}`, `3 {"code":"2"}`,
		}},
		{"objects and lists as JSON", "schedule,items,days\n\"{\"\"endDate\"\":\"\"2026-03-01\"\"}\",\"[{\"\"rate\"\": 1.50, \"\"day\"\": \"\"1970-01-01T00:00:00Z\"\"}]\",\"[\"\"1970-01-01T00:00:01Z\"\"]\"\n", []string{
			`2 {"schedule":{"endDate":1772348400000},"items":[{"rate": 1.50, "day": 0}],"days":[1000]}`,
		}},
		{"unknown columns are text", "code,other,extra\n1,12,true\n", []string{`2 {"code":"1","other":"12","extra":"true"}`}},
		{"formulas", "code,name\n1,=SUM(A1)\n2,'=SUM(A1)\n3,'quoted'\n\"=\"\"0012\"\"\",-5\n", []string{
			`2 {"code":"1","name":"=SUM(A1)"}`, `3 {"code":"2","name":"=SUM(A1)"}`, `4 {"code":"3","name":"'quoted'"}`, `5 {"code":"0012","name":"-5"}`,
		}},
		{"names with blanks and guards", " code ,'-name\n1,2\n", []string{`2 {"code":"1","-name":"2"}`}},
		{"what is not of the type stays text", "rate,active,startDate,schedule\nmuch,maybe,3/1/2026,{\n", []string{
			`2 {"rate":"much","active":"maybe","startDate":"3/1/2026","schedule":"{"}`,
		}},
		{"rows too long and too short", "code,name\n1\n2,b,c\n3,d,,\n4,e\n", []string{
			"error: standard input, line 2: the row has 1 cells, but the header has 2",
			"error: standard input, line 3: the row has 3 cells, but the header has 2; is one missing its quotes?",
			`4 {"code":"3","name":"d"}`, `5 {"code":"4","name":"e"}`,
		}},
		{"a column without a name", "code,,name,\n1,,2,\n3,x,4,\n", []string{
			`2 {"code":"1","name":"2"}`, `3 {"code":"3","name":"4"}`, `fault: "" "x" a name above column 2, in the header`,
		}},
		{"not UTF-8", "code,name\n1,Jos\xe9\n2,b\n", []string{
			`error: standard input, line 2: the text is not UTF-8; save the file as "CSV UTF-8"`, `3 {"code":"2","name":"b"}`,
		}},
		{"a quote that does not end", "code,name\n1,a\n2,\"b\n3,c\n", []string{
			`2 {"code":"1","name":"a"}`,
			`error: standard input, line 3: a cell in quotes does not end, or goes on after its end; inside quotes " is doubled (the row goes on to line 4)`,
		}},
		{"a quote inside", "code,name\n1,5\" pipe\n", []string{
			`error: standard input, line 2: there is a " inside a cell that does not begin with one; quote the cell and double the " inside`,
		}},
		{"a column twice", "code,name,code\n", []string{"error: standard input, line 1: the column code stands twice in the header, as number 1 and as number 3"}},
		{"a column around another", "sep=,\nschedule,schedule.guid\n", []string{
			"error: standard input, line 2: the column schedule.guid: another column gives the whole object",
		}},
		{"a column inside another", "schedule.guid,schedule\n", []string{
			"error: standard input, line 1: the column schedule and another stand for the same field",
		}},
		{"a column inside a list", "items.0.rate\n", []string{
			"error: standard input, line 1: the column items.0.rate is inside the list items; name one column items and give the whole list as JSON",
		}},
		{"empty", "", []string{"error: standard input: it is empty; a header with the names of the fields is needed"}},
		{"line ends of old", "code,name\r1,2\r", []string{
			"error: standard input, line 1: the lines end in a carriage return alone; save the file with the line ends of Windows or Unix",
		}},
		{"no names", ",,\n1,2,3\n", []string{"error: standard input, line 1: the header has no names; it must name the fields"}},
		{"a separator and no header", "sep=;", []string{"error: standard input, line 1: there is no header below the line that names the separator"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, readText(t, tt.content, csvOptions())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestHeader(t *testing.T) {
	f := open(t, "sep=;\n code ;\"schedule.guid\";\n", options())
	if diff := cmp.Diff([]string{"code", "schedule.guid", ""}, f.Header()); diff != "" {
		t.Error(diff)
	}
	if f := open(t, "[]", options()); f.Header() != nil {
		t.Errorf("JSON has the header %v", f.Header())
	}
}

func TestAQuoteThatDoesNotEndDoesNotFillTheMemory(t *testing.T) {
	o := csvOptions()
	o.Limits.Size = 10_000
	got := strings.Join(readText(t, "code\n1\n\"2\n"+strings.Repeat("x\n", 50_000), o), "\n")
	if !strings.Contains(got, "line 3") || !strings.Contains(got, "is larger than 10,000 bytes") {
		t.Errorf("got %s", got)
	}
}

func TestTyped(t *testing.T) {
	zone := options().Zones.Time
	for _, tt := range []struct{ field, text, want string }{
		{"code", "0012", `"0012"`},
		{"code", "", `""`},
		{"code", `\null`, `null`},
		{"code", " x ", `" x "`},
		{"rate", " 10.10 ", "10.10"},
		{"rate", "+5", "5"},
		{"rate", "-.5", "-0.5"},
		{"rate", "007", "7"},
		{"rate", "0", "0"},
		{"rate", "-00", "-0"},
		{"rate", "1E5", "1E5"},
		{"rate", "1,234.50", `"1,234.50"`},
		{"rate", "1.", `"1."`},
		{"rate", "0x1F", `"0x1F"`},
		{"rate", "--1", `"--1"`},
		{"rate", "", `""`},
		{"active", "NO", "false"},
		{"active", "1", `"1"`},
		{"startDate", "2026-03-01T08:00:00Z", "1772352000000"},
		{"startDate", "2026-03-01T08:00:00.250+01:00", "1772348400250"},
		{"startDate", "2026-03-01T01:00", "1772352000000"},
		{"startDate", "2026-03-01 01:00:00", "1772352000000"},
		{"startDate", "1772352000000", "1772352000000"},
		{"startDate", "-86400000000", "-86400000000"},
		{"startDate", "20260301", "1772348400000"},
		{"startDate", "1772352000", `"1772352000"`},
		{"startDate", "46082", `"46082"`},
		{"startDate", "1.77235E+12", `"1.77235E+12"`},
		{"startDate", "2026-02-30", `"2026-02-30"`},
		{"items", `[{"day":"2026-03-01"}]`, `[{"day":1772348400000}]`},
		{"extra", "12", `"12"`},
	} {
		for _, f := range fields() {
			if f.Name != tt.field {
				continue
			}
			if got := string(input.Typed(&f, tt.text, timetext.Zones{Time: zone})); got != tt.want {
				t.Errorf("%s %q becomes %s, want %s", tt.field, tt.text, got, tt.want)
			}
		}
	}
}
