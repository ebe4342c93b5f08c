package mirror

import "context"

// readMeta gives what the mirror knows of itself under a name, "" for nothing.
func readMeta(ctx context.Context, on queryer, name string) (value string, err error) {
	_, err = wasFound(on.QueryRowContext(ctx, "select value from meta where name = ?", name).Scan(&value))
	return value, err
}

// writeMeta notes what the mirror knows of itself.
func writeMeta(ctx context.Context, on queryer, name, value string) error {
	_, err := on.ExecContext(ctx,
		"insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value", name, value)
	return err
}
