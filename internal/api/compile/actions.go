package compile

import (
	"slices"
	"strings"
)

// acts tells whether a path says that something is done to records other than to write them:
// Employee/delete, EmployeeMerge, DeletedEmployees. A collection of the file that is called so is
// one, unless it stands below another.
func (k collections) acts(path string) bool {
	step, above := "", strings.TrimRight(path, "/")
	for step == "" || isParameter(step) {
		at := strings.LastIndexByte(above, '/')
		if at < 0 {
			return false
		}
		above, step = above[:at], above[at+1:]
	}
	parts := words(step)
	if len(parts) == 0 || !isAction(parts[0]) && !isAction(parts[len(parts)-1]) {
		return false
	}
	return !k[strings.ToLower(above+"/"+step)] || k[strings.ToLower(above)]
}

func isAction(word string) bool {
	return slices.Contains([]string{
		"activate", "approve", "approved", "archive", "archived", "assign", "calculate", "cancel", "canceled", "cancelled", "clone",
		"close", "copy", "deactivate", "delete", "deleted", "disable", "duplicate", "enable", "export", "find", "import", "invite",
		"lock", "merge", "merged", "move", "notify", "preview", "print", "publish", "query", "recalculate", "reject", "rejected",
		"remove", "removed", "reopen", "reset", "restore", "reverse", "search", "send", "submit", "sync", "unarchive", "unassign",
		"undelete", "unlock", "validate", "verify", "void",
	}, word)
}
