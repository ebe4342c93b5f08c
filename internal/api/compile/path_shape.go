package compile

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// plainPath is a path without what says nothing: a slash at its end, the ending .json.
func plainPath(path string) string {
	return strings.TrimSuffix(strings.TrimRight(path, "/"), ".json")
}

// pathShape is a path taken apart.
type pathShape struct {
	collection, parameter string
	// parameters counts those behind the fixed ones; atEnd says that the path ends in the one that there is,
	// status that it ends in a word about the status.
	parameters    int
	atEnd, status bool
}

// shapeOf takes a path apart, whose first parameters are the same for all records.
func shapeOf(path string, fixed int) pathShape {
	path = plainPath(path)
	w := pathShape{parameters: strings.Count(path, "{") - fixed}
	steps := strings.Split(path, "/")
	last := len(steps) - 1
	if last > 0 && isParameter(steps[last-1]) && aboutStatus(steps[last]) {
		w.status = true
		steps, last = steps[:last], last-1
	}
	if w.parameters > 0 && isParameter(steps[last]) {
		w.atEnd = !w.status
		w.parameter = strings.Trim(steps[last], "{}")
		steps = steps[:last]
	}
	w.collection = strings.Join(steps, "/")
	if strings.Count(w.collection, "{") > fixed { // a parameter before the end, or only a part of a step
		w.atEnd, w.status = false, false
	}
	return w
}

// aboutStatus tells whether a step of a path speaks of a status: status, updateStatus, set-state.
func aboutStatus(step string) bool {
	return slices.ContainsFunc(api.Words(step), func(word string) bool { return word == "status" || word == "state" })
}

// fewestFixed is how many paths a parameter must stand in front of to be one that is the same for all.
const fewestFixed = 3

// fixedPrefix finds the start of most paths that ends in a parameter, such as /v2/tenant/{tenant}, behind which
// whole collections lie: who calls is meant by it, not a record. "" where there is none.
func fixedPrefix(paths *tree.Value, prefix string) string {
	behind, deep := map[string]int{}, map[string]bool{}
	for _, path := range paths.Names {
		path = plainPath(prefix + path)
		for end := range len(path) - 1 {
			if front := path[:end+1]; strings.HasSuffix(front, "}") && path[end+1] == '/' {
				behind[front]++
				deep[front] = deep[front] || isParameter(lastStep(path))
			}
		}
	}
	longest := ""
	for front, count := range behind {
		if count >= fewestFixed && 2*count > len(paths.Names) && deep[front] && len(front) > len(longest) {
			longest = front
		}
	}
	return longest
}
