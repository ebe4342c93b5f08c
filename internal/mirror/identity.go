package mirror

import (
	"context"
	"crypto/rand"
)

// identityName is the name under which the mirror keeps what tells it from every other one that was ever made.
const identityName = "identity"

// identity gives what tells the mirror from every other one, also from one that stood at the same place before.
func identity(ctx context.Context, tx queryer) (string, error) {
	known, err := readMeta(ctx, tx, identityName)
	if err != nil || known != "" {
		return known, err
	}
	// Another process may be at it too: the first one names the mirror.
	if _, err := tx.ExecContext(ctx, "insert into meta (name, value) values (?, ?) on conflict (name) do nothing",
		identityName, rand.Text()); err != nil {
		return "", err
	}
	return readMeta(ctx, tx, identityName)
}
