package output

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// TestWrappedCells: where cells are wrapped nothing of them is missing, and the columns still stand
// below one another.
func TestWrappedCells(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	w, err := New(&out, Options{Format: Table, Default: []string{"check", "detail", "advice"}, Header: true, Width: 34, Wrap: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{
		`{"check":"a","detail":"short","advice":""}`,
		`{"check":"b","detail":"the certificate has ended","advice":"renew it at https://example.com/certificates/"}`,
		`{"check":"c","detail":"証明書の期限が切れています","advice":"x"}`,
	} {
		r, err := record.New(jsontext.Value(row))
		if err == nil {
			err = w.Write(r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	const want = `check  detail         advice
a      short
b      the            renew it at
       certificate    https://exam
       has ended      ple.com/cert
                      ificates/
c      証明書の期限   x
       が切れていま
       す
`
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
