package input_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/input"
)

func utf16Of(text string, order binary.AppendByteOrder) string {
	out := order.AppendUint16(nil, 0xfeff)
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return string(out)
}

func TestEncodings(t *testing.T) {
	const content = "code,name\r\n0012,Zoë 😀\r\n"
	want := []string{`2 {"code":"0012","name":"Zoë 😀"}`}
	for name, encoded := range map[string]string{
		"UTF-8":                           content,
		"UTF-8 with a byte order mark":    "\ufeff" + content,
		"UTF-16 LE, as PowerShell has it": utf16Of(content, binary.LittleEndian),
		"UTF-16 BE":                       utf16Of(content, binary.BigEndian),
	} {
		if diff := cmp.Diff(want, readText(t, encoded, options())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for name, tt := range map[string]struct{ content, want string }{
		"UTF-16 without a mark": {utf16Of(content, binary.LittleEndian)[2:], "UTF-16 without a byte order mark"},
		"a workbook":            {"PK\x03\x04....", "the workbook is damaged"},
	} {
		_, err := input.Open("-", strings.NewReader(tt.content), options())
		var fault *input.Error
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, tt.want)
		}
	}
}

func TestFormats(t *testing.T) {
	for _, tt := range []struct {
		path, content string
		asked, want   input.Format
	}{
		{"a.json", "{}\n{}\n", "", input.JSON},
		{"a.jsonl", "", "", input.NDJSON},
		{"a.NDJSON", "", "", input.NDJSON},
		{"a.csv", "a", "", input.CSV},
		{"a.tsv", "a\tb", "", input.CSV},
		{"a.yml", "", "", input.YAML},
		{"a.json", "a: 1", input.YAML, input.YAML},
		{"a.txt", "\n [", "", input.JSON},
		{"a", "{\n \"a\":1}", "", input.JSON},
		{"a", `{"thingList":[{}]}`, "", input.JSON},
		{"a", "{\"a\":1}\n{\"a\":2}\n", "", input.NDJSON},
		{"a", "{\"a\":1}\n", "", input.JSON},
		{"a", "\ufeff- a: 1", "", input.YAML},
		{"a", "---\na: 1", "", input.YAML},
		{"a", "# note\na: 1", "", input.YAML},
		{"a", "jobNumber: 1", "", input.YAML},
		{"a", "jobNumber", "", input.CSV},
		{"a", "jobNumber,Note: long", "", input.CSV},
		{"a", "\"a\";b", "", input.CSV},
		{"a", "sep=;\na;b", "", input.CSV},
	} {
		o := options()
		o.Format = tt.asked
		f, err := input.Open(write(t, tt.path, tt.content), nil, o)
		if err != nil {
			t.Errorf("%s %q: %v", tt.path, tt.content, err)
			continue
		}
		if f.Format() != tt.want {
			t.Errorf("%s %q is taken for %s, want %s", tt.path, tt.content, f.Format(), tt.want)
		}
	}
	if _, err := input.Open("-", strings.NewReader(" \n"), options()); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("nothing to tell the format by: %v", err)
	}
}

func TestParseFormat(t *testing.T) {
	for word, want := range map[string]input.Format{"": "", "JSON": input.JSON, "jsonl": input.NDJSON, "tsv": input.CSV, "yml": input.YAML} {
		if got, err := input.ParseFormat(word); err != nil || got != want {
			t.Errorf("%q gives %q, %v", word, got, err)
		}
	}
	if _, err := input.ParseFormat("xml"); err == nil || !strings.Contains(err.Error(), "json, ndjson, csv, yaml or xlsx") {
		t.Errorf("error %v", err)
	}
}

func TestAnInputIsReadAsOftenAsNeeded(t *testing.T) {
	large := "code,name\n" + strings.Repeat("1,"+strings.Repeat("x", 1000)+"\n", 6_000) // more than is kept in memory
	fromStdin := open(t, large, options())
	fromFile, err := input.Open(write(t, "a.csv", large), nil, options())
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]*input.File{"standard input": fromStdin, "a file": fromFile} {
		for range 3 {
			if got := read(f); len(got) != 6_000 {
				t.Errorf("%s: %d lines, the last %s", name, len(got), got[len(got)-1])
			}
		}
	}
}

func TestALoopMayEndEarly(t *testing.T) {
	f := open(t, `[{"code":"1"},{"code":"2"}]`, options())
	for item, err := range f.Records() {
		if err != nil || item.Line != 1 {
			t.Fatal(item, err)
		}
		break
	}
	if got := read(f); len(got) != 2 {
		t.Errorf("afterwards: %v", got)
	}
}

func TestRecordsOwnTheirBytes(t *testing.T) {
	for _, content := range []string{"code\n1\n2\n", `[{"code":"1"},{"code":"2"}]`, "{\"code\":\"1\"}\n{\"code\":\"2\"}", "- code: 1\n- code: 2\n"} {
		var items []input.Item
		for item, err := range open(t, content, options()).Records() {
			if err != nil {
				t.Fatal(err)
			}
			items = append(items, item)
		}
		if got := string(items[0].Record.Raw()); got != `{"code":"1"}` {
			t.Errorf("%q: the first record became %s", content, got)
		}
	}
}

func TestAChangedFileIsRefused(t *testing.T) {
	path := write(t, "a.ndjson", "{}\n")
	f, err := input.Open(path, nil, options())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("{}\n{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := read(f); len(got) != 1 || !strings.Contains(got[0], "has changed") {
		t.Errorf("got %v", got)
	}
}

func TestWhatCannotBeOpened(t *testing.T) {
	if _, err := input.Open("no/such/file.csv", nil, options()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := input.Open(t.TempDir(), nil, options()); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("a folder: %v", err)
	}
	if _, err := input.Open("-", nil, options()); err == nil {
		t.Error("no standard input")
	}
	broken := errors.New("broken pipe")
	_, err := input.Open("-", iotest.ErrReader(broken), options())
	var fault *input.Error
	if !errors.Is(err, broken) || errors.As(err, &fault) {
		t.Errorf("a broken pipe: %v", err)
	}
}

func TestANamedPipeIsReadOnce(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no such files on Windows")
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	go func() {
		_, _ = w.WriteString("code\n1\n")
		_ = w.Close()
	}()
	path := "/dev/fd/" + string(rune('0'+r.Fd()%10))
	if r.Fd() > 9 || !exists(path) {
		t.Skip("no folder of open files here")
	}
	f, err := input.Open(path, nil, options())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for range 2 {
		if diff := cmp.Diff([]string{`2 {"code":"1"}`}, read(f)); diff != "" {
			t.Error(diff)
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func TestErrorsNameTheInput(t *testing.T) {
	o := options()
	o.Name = "employees.json"
	_, err := input.Open("-", bytes.NewReader(nil), o)
	if err == nil || err.Error() != "employees.json: it is empty" {
		t.Errorf("got %v", err)
	}
}
