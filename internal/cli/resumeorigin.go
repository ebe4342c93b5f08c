package cli

// writeOrigin says which write results belong to, beside the action that each of them names.
type writeOrigin struct{ environment, server, entity string }

func (w *writeRun) origin() writeOrigin {
	return writeOrigin{environment: w.environment.Name, server: w.environment.URL.String(), entity: w.entity.Name}
}

// foreign names what in a result is that of another write, with its value there and here; "" where
// nothing is. What it does not say, as those of earlier versions, speaks against nothing.
func (r resultRow) foreign(here writeOrigin, action string) (what, there, now string) {
	for _, part := range [][3]string{
		{"environment", r.Environment, here.environment},
		{"server", r.Server, here.server},
		{"entity", r.Entity, here.entity},
		{"action", r.Action, action},
	} {
		if part[1] != "" && part[1] != part[2] {
			return part[0], part[1], part[2]
		}
	}
	return "", "", ""
}
