package spec

import (
	"context"
	"time"

	"github.com/aimsio-cli/aimsio/internal/files"
)

// lockTimeout is how long one who changes the descriptions waits for another who does.
const lockTimeout = 20 * time.Second

// exclusive sees that one process changes the descriptions at a time. The lock stands beside their folder,
// which goes with the last of them, and ends with the process.
func (s *Store) exclusive(ctx context.Context, change func() error) error {
	return files.Locked(ctx, s.folder+".lock", lockTimeout, change)
}
