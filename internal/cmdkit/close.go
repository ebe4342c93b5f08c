package cmdkit

import "io"

// CloseQuietly gives back what was only read from: a failure loses nothing that anyone needs.
func CloseQuietly(c io.Closer) { _ = c.Close() }
