package service

import (
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// shownOfEntry is how much of an object that is no entry an error shows, in characters.
const shownOfEntry = 200

// isEntry tells whether an object in a list may be an entry of it: not if it names no record and has
// nothing but what errors have, unless the description says that entries have just that.
func isEntry(entity *api.Entity, entry record.Record) bool {
	if _, err := ID(entity, entry); err == nil {
		return true
	}
	members, described := false, entity.GUID == ""
	for name := range entry.Fields() {
		if members = true; !isErrorMember(name) {
			return true
		}
		_, has := api.Direct(entity.Index, name)
		described = described && has
	}
	return described || !members // an empty one is told of by whoever needs its id
}

// isErrorMember tells the members in which servers say what went wrong.
func isErrorMember(name string) bool {
	switch strings.ToLower(name) {
	case "error", "errors", "errormessage", "error_description", "errorcode", "message", "messages", "status", "statuscode",
		"code", "success", "ok", "detail", "details", "title", "type", "instance", "path", "timestamp", "trace", "traceid", "requestid":
		return true
	}
	return false
}
