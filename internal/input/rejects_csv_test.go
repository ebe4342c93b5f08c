package input_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/input"
)

// What was rejected once and is rejected again has one reason, that of the last run, wherever the column was moved to.
func TestTheReasonOfAnEarlierRunGoes(t *testing.T) {
	for name, tt := range map[string]struct{ content, want string }{
		"last":               {"code,name,aimsio_reason\n1,\"a,b\",\"old, one\"\n", "code,name,aimsio_reason\n1,\"a,b\",=new\n"},
		"first":              {"aimsio_reason,code,name\nold,1,a\n", "code,name,aimsio_reason\n1,a,=new\n"},
		"in the middle":      {"code,aimsio_reason,name\n1,\"old\nand \"\"long\"\"\",a\n", "code,name,aimsio_reason\n1,a,=new\n"},
		"alone":              {"aimsio_reason,code\n,1\n", "code,aimsio_reason\n1,=new\n"},
		"empty":              {"code,aimsio_reason\n1,\n", "code,aimsio_reason\n1,=new\n"},
		"with spare cells":   {"code,aimsio_reason\n1,old,,\n", "code,aimsio_reason\n1,=new\n"},
		"of a longer row":    {"code\n1,,\n", "code,aimsio_reason\n1,=new\n"},
		"another separator":  {"code;aimsio_reason\r\n1;\"a;b\"\r\n", "code;aimsio_reason\r\n1;=new\r\n"},
		"with a line end in": {"code,aimsio_reason\r\n\"1\r\n2\",old\r\n", "code,aimsio_reason\r\n\"1\r\n2\",=new\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			f := open(t, tt.content, options())
			rejects, err := f.Rejects(&out)
			if err != nil {
				t.Fatal(err)
			}
			for item, err := range f.Records() {
				if err != nil {
					t.Fatal(err)
				}
				if err := rejects.Add(item, "=new"); err != nil {
					t.Fatal(err)
				}
			}
			got := bytes.ReplaceAll(out.Bytes(), []byte("'=new"), []byte("=new")) // the guard against formulas
			if diff := cmp.Diff(tt.want, string(got)); diff != "" || !bytes.Contains(out.Bytes(), []byte("'=new")) {
				t.Errorf("%s\n%s", out.String(), diff)
			}
		})
	}
}

// The column is no field, unless the API has one that is called so.
func TestTheReasonIsNoField(t *testing.T) {
	const content = "code,aimsio_reason\n1,\"no, thank you\"\n"
	if got := read(open(t, content, options())); len(got) != 1 || got[0] != `2 {"code":"1"}` {
		t.Errorf("it is read as %q", got)
	}
	o := options()
	o.Fields = append(o.Fields, api.Field{Name: input.ReasonColumn, Type: api.String})
	if got := read(open(t, content, o)); len(got) != 1 || got[0] != `2 {"code":"1","aimsio_reason":"no, thank you"}` {
		t.Errorf("the API's own field is read as %q", got)
	}
}
