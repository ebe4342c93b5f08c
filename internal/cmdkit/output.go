package cmdkit

// Output prints records and rows in the format that the user asked for.
type Output struct {
	invocation *Invocation
	streams    *Streams
	settings   *Settings
}

// Colored tells whether a stream takes colour: a terminal, unless the user says otherwise by --color or the setting,
// else by NO_COLOR, else by CLICOLOR_FORCE, else by CLICOLOR.
func (o *Output) Colored(stream any) bool {
	switch choice := o.settings.Setting("color"); choice {
	case "always":
		return true
	case "never":
		return false
	}
	if value, set := o.settings.Getenv("NO_COLOR"); set && value != "" {
		return false
	}
	if value, _ := o.settings.Getenv("CLICOLOR_FORCE"); value != "" && value != "0" {
		return true
	}
	if value, _ := o.settings.Getenv("CLICOLOR"); value == "0" {
		return false
	}
	if value, _ := o.settings.Getenv("TERM"); value == "dumb" {
		return false
	}
	return IsTerminal(stream)
}
