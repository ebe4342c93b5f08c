package cmdkit

import (
	"runtime"
	"runtime/debug"
)

// VersionRow is what "version" tells.
type VersionRow struct {
	Version  string `json:"version"`
	Commit   string `json:"commit"`
	Date     string `json:"date"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	API      string `json:"api"`
}

// Details are the parts of the line for people that are known.
func (r VersionRow) Details() []string {
	details := []string{"API " + r.API, r.Go, r.Platform}
	if r.Commit != "" {
		details = append(details, "commit "+r.Commit, r.Date)
	}
	return details
}

// VersionRow tells what this program is, and which API description it works with.
func (i *Invocation) VersionRow() VersionRow {
	row := VersionRow{
		Version: i.Version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
		API: i.Catalog.Version,
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			switch setting.Key {
			case "vcs.revision":
				row.Commit = setting.Value
			case "vcs.time":
				row.Date = setting.Value
			}
		}
	}
	return row
}

// VersionName is the program's version: of the release, or of the module, or "dev".
func (s System) VersionName() string {
	if s.Version != "" {
		return s.Version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}
