package doctor

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/fail"
)

// outcome is how a check ended.
type outcome string

const (
	outcomeOK      outcome = "ok"
	outcomeWarning outcome = "warning"
	outcomeFailed  outcome = "failed"
	outcomeSkipped outcome = "skipped"
)

// finding is what a check found, and what to do about it.
type finding struct {
	outcome        outcome
	detail, advice string
	// kind is that of a failure.
	kind fail.Kind
}

func passed(format string, args ...any) finding {
	return finding{outcome: outcomeOK, detail: fmt.Sprintf(format, args...)}
}

func skipped(format string, args ...any) finding {
	return finding{outcome: outcomeSkipped, detail: fmt.Sprintf(format, args...)}
}

func warning(advice, format string, args ...any) finding {
	return finding{outcome: outcomeWarning, detail: fmt.Sprintf(format, args...), advice: advice}
}

// unusable is a failure of what the user has set up.
func unusable(detail, advice string) finding {
	return finding{outcome: outcomeFailed, kind: fail.Usage, detail: detail, advice: advice}
}
