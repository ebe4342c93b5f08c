// Package releases says which release of this program is the newest, by the list of checksums that each release has. It
// knows no server: the list is handed in.
package releases

import (
	"errors"
	"regexp"
	"strings"

	"golang.org/x/mod/semver"
)

const (
	// Address is where the releases are. The installers know it too.
	Address = "https://github.com/aimsio-cli/aimsio/releases"
	// Variable names another place of the same form, such as a folder of an own server.
	Variable = "AIMSIO_RELEASES"
	// list is where the newest release, below its address, says what it consists of.
	list = "/latest/download/SHA256SUMS"
)

// List gives the address of the newest release's list, below the address of all.
func List(address string) string { return strings.TrimRight(address, "/") + list }

// Page gives the address at which a person finds a release.
func Page(address, version string) string {
	return strings.TrimRight(address, "/") + "/tag/v" + version
}

var archive = regexp.MustCompile(`^[0-9a-f]{64}[ *]+aimsio_([0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*)_[a-z]+_[a-z0-9]+\.(?:tar\.gz|zip)$`)

// Newest gives the version that a list of checksums is of.
func Newest(sums []byte) (string, error) {
	version := ""
	for line := range strings.Lines(string(sums)) {
		found := archive.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		switch {
		case found == nil:
		case version != "" && version != found[1]:
			return "", errors.New("it names archives of several versions")
		default:
			version = found[1]
		}
	}
	if version == "" {
		return "", errors.New("it is not the list of a release: it names no archive of aimsio")
	}
	return version, nil
}

// Newer tells whether a version comes after another one, by the rules of Semantic Versioning. One that is no version, such
// as that of an own build, cannot be compared: known is false.
func Newer(version, than string) (newer, known bool) {
	one, other := "v"+strings.TrimPrefix(version, "v"), "v"+strings.TrimPrefix(than, "v")
	if !semver.IsValid(one) || !semver.IsValid(other) {
		return false, false
	}
	return semver.Compare(one, other) > 0, true
}
