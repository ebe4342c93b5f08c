package cli

import "io"

// closeQuietly gives back what was only read from: a failure loses nothing that anyone needs.
func closeQuietly(c io.Closer) { _ = c.Close() }
