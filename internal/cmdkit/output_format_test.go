package cmdkit_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// outputFlags reads the flags of a command that prints records of employees.
func outputFlags(t *testing.T, args ...string) cmdkit.OutputFlags {
	t.Helper()
	var flags cmdkit.OutputFlags
	fields := func() []api.Field { return entity(t, "employees").Fields }
	if _, err := command(t, func(cmd *cobra.Command) { flags.Add(cmd, fields) }, args...); err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	return flags
}

// TestFormat: the flag counts before the variable and the configuration, these before the ending of --out, that
// before the command's own choice.
func TestFormat(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		flag, variable, file string
		fallback             output.Format
		args                 []string
		want                 output.Format
		refused              string
	}{
		"nothing":                    {want: output.Table},
		"the command's own":          {fallback: output.YAML, want: output.YAML},
		"the flag":                   {flag: "JSON", variable: "csv", file: "yaml", fallback: output.YAML, want: output.JSON},
		"the variable":               {variable: "csv", file: "yaml", fallback: output.YAML, want: output.CSV},
		"the configuration":          {file: "yaml", fallback: output.NDJSON, want: output.YAML},
		"a table, set":               {variable: "table", fallback: output.YAML, want: output.Table},
		"no format":                  {flag: "xml", refused: "xml"},
		"no format in the variable":  {variable: "xml", refused: `AIMSIO_OUTPUT: "xml" is not valid; expected one of table, wide, json, ndjson, `},
		"an ending":                  {args: []string{"--out", "x.csv"}, fallback: output.YAML, want: output.CSV},
		"an ending in capitals":      {args: []string{"--out", "x.JSON"}, want: output.JSON},
		".ndjson":                    {args: []string{"--out", "x.ndjson"}, want: output.NDJSON},
		".jsonl":                     {args: []string{"--out", "a.b/x.jsonl"}, want: output.NDJSON},
		".yml":                       {args: []string{"--out", "x.yml"}, want: output.YAML},
		"no ending":                  {args: []string{"--out", "x"}, want: output.Table},
		"a full stop at the end":     {args: []string{"--out", "x."}, want: output.Table},
		"a hidden file":              {args: []string{"--out", ".csvrc"}, want: output.Table},
		"a device":                   {args: []string{"--out", os.DevNull}, want: output.Table},
		"standard output":            {args: []string{"--out", "-"}, want: output.Table},
		"an unknown ending":          {args: []string{"--out", "x.txt"}, refused: "--out x.txt: the ending .txt stands for no format; those that do are .json, .ndjson"},
		"an unknown ending, set":     {variable: "csv", args: []string{"--out", "x.txt"}, refused: "the ending .txt stands for no format"},
		"an unknown ending, asked":   {flag: "csv", args: []string{"--out", "x.txt"}, want: output.CSV},
		"another ending, asked":      {flag: "csv", args: []string{"--out", "x.json"}, want: output.CSV},
		"jq":                         {args: []string{"--jq", "."}, want: output.JSON},
		"jq by record":               {flag: "ndjson", args: []string{"--jq", "."}, want: output.NDJSON},
		"jq, and a variable":         {variable: "csv", args: []string{"--jq", "."}, want: output.JSON},
		"jq, and ndjson set":         {variable: "ndjson", args: []string{"--jq", "."}, want: output.NDJSON},
		"jq of CSV":                  {flag: "csv", args: []string{"--jq", "."}, refused: "--jq works on JSON: use it with -o json or -o ndjson, not -o csv"},
		"jq into a file of any name": {args: []string{"--jq", ".", "--out", "x.txt"}, want: output.JSON},
		"Excel":                      {args: []string{"--excel"}, want: output.CSV},
		"Excel, and CSV":             {flag: "csv", args: []string{"--excel"}, want: output.CSV},
		"Excel, and a fallback":      {fallback: output.YAML, args: []string{"--excel", "--out", "x.csv"}, want: output.CSV},
		"Excel of JSON":              {flag: "json", args: []string{"--excel"}, refused: "--excel is for CSV: use it with -o csv, not -o json"},
		"Excel, another one set":     {variable: "yaml", args: []string{"--excel"}, refused: "not -o yaml"},
		"Excel, another ending":      {args: []string{"--excel", "--out", "x.json"}, refused: "--excel is for CSV, and --out x.json would be json: use it with an ending .csv, or with -o csv"},
		"Excel, asked, any ending":   {flag: "csv", args: []string{"--excel", "--out", "x.json"}, want: output.CSV},
	} {
		m := newMachine(t)
		if test.variable != "" {
			m.variables["AIMSIO_OUTPUT"] = test.variable
		}
		if test.file != "" {
			m.configure("output: " + test.file + "\n")
		}
		run := m.run()
		run.Flags.Output = test.flag
		got, err := run.Format(outputFlags(t, test.args...), test.fallback)
		if test.refused != "" {
			refused(t, err, fail.Usage, test.refused)
		} else if err != nil || got != test.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, test.want)
		}
	}
}

// TestFormatOfEnvironment: the environment's own format counts; one that does not exist, or stands in the broken
// part of the configuration, is for those to tell who need it, unless it was named.
func TestFormatOfEnvironment(t *testing.T) {
	t.Parallel()
	const here = `
output: yaml
environments:
  - {name: here, url: "https://here.invalid", username: me, output: ndjson}
`
	for name, test := range map[string]struct {
		file, flag, variable string
		want                 output.Format
		refused              string
	}{
		"its own":                  {here, "here", "", output.NDJSON, ""},
		"by the variable":          {here, "", "here", output.NDJSON, ""},
		"none":                     {here, "", "", output.YAML, ""},
		"built in":                 {here, "demo", "", output.YAML, ""},
		"unknown, named":           {here, "there", "", "", `there is no environment "there"`},
		"unknown, by a variable":   {here, "", "there", output.YAML, ""},
		"unknown, in a broken one": {"environments: [\n", "there", "", output.Table, ""},
	} {
		m := newMachine(t).without("AIMSIO_ENV", "AIMSIO_URL")
		m.configure(test.file)
		if test.variable != "" {
			m.variables["AIMSIO_ENV"] = test.variable
		}
		run := m.run()
		run.Flags.Env = test.flag
		got, err := run.Format(cmdkit.OutputFlags{}, "")
		if test.refused != "" {
			refused(t, err, fail.Usage, test.refused)
		} else if err != nil || got != test.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, test.want)
		}
	}
}

// TestAnswerEnding: an answer is written as it came, so that no name may promise a table of records.
func TestAnswerEnding(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "-", "x", "x.json", "x.pdf", "x.PNG", "x.txt", ".csv", "x."} {
		if err := cmdkit.CheckAnswerEnding(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{"x.csv", "x.CSV", "x.ndjson", "x.jsonl", "x.tsv", "x.yaml", "x.yml", "x.xlsx", "x.xlsm", "x.xls", "x.ods", "x.parquet", "x.md", "x.markdown", "x.html", "x.htm"} {
		err := cmdkit.CheckAnswerEnding(name)
		refused(t, err, fail.Usage, "--out "+name+": api writes the answer as it came and makes no "+filepath.Ext(name)+" of it")
		if fail.HintOf(err) == "" {
			t.Errorf("%q: nothing tells what to do", name)
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	device := filepath.Join(t.TempDir(), "x.csv")
	if err := os.Symlink(os.DevNull, device); err != nil {
		t.Skip(err)
	}
	if err := cmdkit.CheckAnswerEnding(device); err != nil {
		t.Errorf("a device, whatever its name: %v", err)
	}
}
