package cmdkit

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// Format decides what is printed: the flag, the variable or the configuration, else what the
// ending of --out says, else the command's own choice, else a table. A jq program works on JSON.
func (o *Output) Format(flags OutputFlags, fallback output.Format) (output.Format, error) {
	setting, err := o.outputSetting()
	if err != nil {
		return "", fail.AsUsage(err)
	}
	chosen, err := output.ParseFormat(setting.Value)
	if err != nil {
		return "", fail.AsUsage(err)
	}
	explicit := setting.Source.Kind != config.FromDefault
	if o.settings.Flags.Output == "" && flags.jq == "" {
		if err := checkEnding(flags.Out); err != nil {
			return "", err
		}
	}
	switch {
	case flags.excel:
		return output.CSV, checkExcel(chosen, explicit, flags.Out)
	case flags.jq != "" && chosen != output.NDJSON:
		if o.settings.Flags.Output != "" && chosen != output.JSON {
			return "", fail.Usagef("--jq works on JSON: use it with -o json or -o ndjson, not -o %s", chosen)
		}
		return output.JSON, nil
	case explicit:
		return chosen, nil
	case FormatOfFile(flags.Out) != "":
		return FormatOfFile(flags.Out), nil
	case fallback != "":
		return fallback, nil
	default:
		return chosen, nil
	}
}

// checkExcel refuses CSV where another format is set, or where the ending of the file stands for one.
func checkExcel(set output.Format, explicit bool, file string) error {
	ending := FormatOfFile(file)
	switch {
	case explicit && set != output.CSV:
		return fail.Usagef("--excel is for CSV: use it with -o csv, not -o %s", set)
	case !explicit && ending != "" && ending != output.CSV:
		return fail.Usagef("--excel is for CSV, and --out %s would be %s: use it with an ending .csv, or with -o csv", file, ending)
	default:
		return nil
	}
}

// outputSetting gives the format as it is set for the environment or, where none is chosen, for
// the program. Only an environment that was named on the command line must exist for it, unless it
// may stand in the broken part of the configuration; what else is wrong with it is for those to say
// who use it.
func (o *Output) outputSetting() (config.Setting, error) {
	loaded, err := o.settings.Load()
	if err != nil {
		return config.Setting{}, err
	}
	environment, err := loaded.Inspect("")
	_, unknown := errors.AsType[*config.UnknownEnvironmentError](err)
	switch {
	case err == nil:
		return environment.Setting("output"), nil
	case o.settings.Flags.Env != "" && unknown && loaded.Err() == nil:
		return config.Setting{}, err
	default:
		return loaded.Value("output")
	}
}

// checkEnding refuses the name of a file that promises another format than there is. What is no file, such
// as a device or a pipe, promises nothing.
func checkEnding(name string) error {
	if promisesNothing(name) || FormatOfFile(name) != "" {
		return nil
	}
	return fail.New(fail.Usage, "-o FORMAT writes that format into a file of any name",
		"--out %s: the ending %s stands for no format; those that do are .json, .ndjson, .jsonl, .csv, .yaml, .yml, .md, .markdown, .html, .htm and .xlsx",
		name, filepath.Ext(name))
}

// promisesNothing tells that the name of a file says nothing of its format.
func promisesNothing(name string) bool {
	if ending := filepath.Ext(name); ending == "" || ending == "." || ending == filepath.Base(name) {
		return true
	}
	info, err := os.Stat(name)
	return err == nil && !info.Mode().IsRegular()
}

// CheckAnswerEnding is checkEnding for an answer that is written as it came. It is JSON or, as a report in
// PDF, a file of its own: what is refused is a name that promises records in another form.
func CheckAnswerEnding(name string) error {
	switch ending := filepath.Ext(name); strings.ToLower(ending) {
	case ".ndjson", ".jsonl", ".csv", ".tsv", ".yaml", ".yml", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".md", ".markdown", ".html", ".htm":
		if promisesNothing(name) {
			return nil
		}
		return fail.New(fail.Usage, "where the server sends such a file, -o json writes the answer as it came, whatever the name",
			"--out %s: api writes the answer as it came and makes no %s of it", name, ending)
	default:
		return nil
	}
}

// FormatOfFile tells the format that stands behind the ending of a file's name, "" where it says nothing.
func FormatOfFile(name string) output.Format {
	switch ending := strings.ToLower(filepath.Ext(name)); ending {
	case ".json":
		return output.JSON
	case ".ndjson", ".jsonl":
		return output.NDJSON
	case ".csv":
		return output.CSV
	case ".yaml", ".yml":
		return output.YAML
	case ".md", ".markdown":
		return output.Markdown
	case ".html", ".htm":
		return output.HTML
	case ".xlsx":
		return output.XLSX
	default:
		return ""
	}
}
