package shell_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/shell"
)

// TestCommand: quotes and pipes work as they do where the line is typed.
func TestCommand(t *testing.T) {
	t.Parallel()
	said, err := shell.Command(t.Context(), `echo "two words" | sort`).Output()
	if runtime.GOOS == "windows" {
		said, err = shell.Command(t.Context(), `echo "two words"`).Output()
	}
	if err != nil || strings.Trim(string(said), "\"\r\n") != "two words" {
		t.Errorf("%q, %v", said, err)
	}
}
