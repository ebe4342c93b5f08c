package output

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func runQuery(ctx context.Context, t *testing.T, expr string, o Options, array string) (string, error) {
	t.Helper()
	q, err := CompileQuery(expr)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := q.Writer(ctx, &out, o)
	if err != nil {
		t.Fatal(err)
	}
	err = feed(w, strings.NewReader(array))
	return out.String(), err
}

func TestQuery(t *testing.T) {
	const array = `[{"n":9007199254740993,"r":10.10,"h":1e400,"z":-0,"s":"a\tb"},{"n":2,"s":null,"start":0}]`
	for _, c := range []struct {
		name, expr string
		o          Options
		want       string
	}{
		{"numbers keep their digits", `.[0] | .n, .r, .h, .z`, Options{}, "9007199254740993\n10.10\n1e400\n-0\n"},
		{"the program sees the array", `length, .[1]`, Options{Format: JSON}, "2\n" + `{"n":2,"s":null,"start":0}` + "\n"},
		{"each record in turn", `.s`, Options{Format: NDJSON}, "a\tb\nnull\n"},
		{"columns", `.[1]`, Options{Columns: []string{"n"}}, `{"n":2}` + "\n"},
		{"times", `.[1].start`, Options{Fields: jobs(), Time: utc(t)}, "1970-01-01T00:00:00Z\n"},
		{"limit", `limit(2; repeat(1))`, Options{}, "1\n1\n"},
		{"halt", `1, halt, 2`, Options{}, "1\n"},
		{"halt ends all records", `.n, halt`, Options{Format: NDJSON}, "9007199254740993\n"},
		{"no environment", `$ENV, env`, Options{}, "{}\n{}\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := runQuery(t.Context(), t, c.expr, c.o, array)
			if err != nil {
				t.Fatal(err)
			}
			checkText(t, got, c.want)
		})
	}
}

func TestQueryOfOne(t *testing.T) {
	got, err := runQuery(t.Context(), t, `.a`, Options{Single: true}, `[{"a":1}]`)
	if err != nil || got != "1\n" {
		t.Errorf("%q (%v)", got, err)
	}
	got, err = runQuery(t.Context(), t, `length`, Options{}, `[]`)
	if err != nil || got != "0\n" {
		t.Errorf("%q (%v)", got, err)
	}
}

func TestQueryOnATerminal(t *testing.T) {
	const array = "[{\"s\":\"\\u001b[1m\u202e\\tx\\ny\"}]"
	got, err := runQuery(t.Context(), t, `.[].s, .`, Options{Terminal: true}, array)
	if err != nil {
		t.Fatal(err)
	}
	checkText(t, got, "␛[1m\ufffd\tx\ny\n"+`[{"s":"\u001b[1m\u202e\tx\ny"}]`+"\n")
}

func TestQueryErrors(t *testing.T) {
	for expr, want := range map[string]string{
		`.[0] | error("no good")`: "no good",
		`.[0].a.b`:                "expected an object",
		`"bye" | halt_error`:      "bye",
	} {
		if _, err := runQuery(t.Context(), t, expr, Options{}, `[{"a":1}]`); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v", expr, err)
		}
	}
	for _, bad := range []string{".[", "nosuch", "$x", `import "a" as a; 1`} {
		if _, err := CompileQuery(bad); err == nil {
			t.Errorf("%s compiles", bad)
		}
	}
}

func TestQueryEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := runQuery(ctx, t, `last(repeat(1))`, Options{}, `[]`)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
}
