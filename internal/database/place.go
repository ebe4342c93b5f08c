package database

import (
	"net/url"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/scrub"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// OnServer tells an address of PostgreSQL, where each role has rights of its own, from the path of a file.
func OnServer(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// FileName is that of the file of a name. One that another one could be mistaken for
// where letter case does not count, or that no file can have, is told apart by a sum.
func FileName(name string) string {
	plain := text.PlainName(name, "-.")
	if plain != name {
		plain += "-" + text.Sum(name, 8)
	}
	return plain + ".db"
}

// Place gives an address as it may be shown, without the password.
func Place(address string) string {
	if !OnServer(address) {
		return address
	}
	u, err := url.Parse(address)
	if err != nil || misread(address) {
		return "postgres://…" // nothing of it is shown, since the password may stand anywhere
	}
	query := u.Query()
	for name := range query {
		if scrub.Name(name) || strings.Contains(strings.ToLower(name), "pass") {
			query.Del(name)
		}
	}
	u.RawQuery, u.Fragment = query.Encode(), ""
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	return u.String()
}

// misread tells that an address may be split at a character of its password: there is more than one "@", of
// which programs take the first or the last, or what should end at the "@" goes on behind a "/", "?" or "#".
func misread(address string) bool {
	_, rest, _ := strings.Cut(address, "://")
	at := strings.IndexAny(rest, "/?#")
	return strings.Count(rest, "@") > 1 || at >= 0 && strings.Contains(rest[at:], "@")
}
