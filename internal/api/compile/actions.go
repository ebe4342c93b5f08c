package compile

import (
	"slices"
	"strings"
)

// acts tells whether a path says that something is done to records other than to write them:
// Employee/delete, EmployeeMerge, DeletedEmployees. A collection of the file that is called so is
// one, unless it stands below another.
func (x *recognised) acts(path string) bool {
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
	return !x.collections[strings.ToLower(above+"/"+step)] || x.collections[strings.ToLower(above)]
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

// readCollections notes the paths that are read as collections of records, so that JobOrder/status is
// told apart from a collection of the name of JobOrderStatus.
func (x *recognised) readCollections(paths *value) {
	x.collections = map[string]bool{}
	for i, path := range paths.names {
		path = strings.TrimRight(x.prefix+path, "/")
		at := strings.LastIndexByte(path, '/')
		switch {
		case at < 0 || paths.items[i].get("get") == nil:
		case isParameter(path[at+1:]):
			x.collections[strings.ToLower(path[:at])] = true
		case !strings.Contains(path, "{"):
			x.collections[strings.ToLower(path)] = true
		}
	}
}
