package bulk

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// warnings are the doubts about an input, each with the records that it holds for.
type warnings struct {
	order []*warning
	index map[warningKind]*warning
}

// warningKind is what warnings that are told as one have in common.
type warningKind struct{ path, expected string }

type warning struct {
	line  int
	fault check.Fault
	count int
}

func (w *warnings) add(line int, fault check.Fault) {
	kind := warningKind{fault.Path, fault.Expected}
	if known := w.index[kind]; known != nil {
		known.count++
		return
	}
	if w.index == nil {
		w.index = map[warningKind]*warning{}
	}
	first := &warning{line: line, fault: fault, count: 1}
	w.index[kind] = first
	w.order = append(w.order, first)
}

// tell says each doubt once, at the record where it came up first, and at most so many.
func (w *warnings) tell(report hydrate.Reporter, name string, most int) {
	for i, one := range w.order {
		if i == most {
			report.Notef("warning: and %s more", text.Count(len(w.order)-most))
			return
		}
		others := ""
		if one.count > 1 {
			others = fmt.Sprintf(" (in %s)", text.Counted(one.count, "record"))
		}
		report.Notef("warning: %s:%d: %s%s", name, one.line, check.FaultText(one.fault), others)
	}
}
