package scrub

import "strings"

// Command gives a command line without its secrets: the values of flags whose names look like one of a
// password, of settings such as "--set userPassword=…", of headers, and what Text hides. It leaves what it
// is given unchanged.
func Command(command []string) []string {
	scrubbed := make([]string, 0, len(command))
	hideNext := false
	for _, arg := range command {
		if hideNext && !isFlag(arg) {
			scrubbed, hideNext = append(scrubbed, Hidden), false
			continue
		}
		hideNext = takesSecret(arg)
		scrubbed = append(scrubbed, Argument(arg))
	}
	return scrubbed
}

// isFlag tells a flag from a value that only begins with a dash.
func isFlag(arg string) bool { return strings.HasPrefix(arg, "--") && len(arg) > 2 }

// takesSecret tells whether an argument is a flag whose secret value comes as the next one.
func takesSecret(arg string) bool {
	return strings.HasPrefix(arg, "-") && !strings.ContainsAny(arg, "=: ") && Name(arg)
}

// Argument gives one word of a command line without its secrets.
func Argument(arg string) string {
	at := strings.IndexAny(arg, "=:")
	if at > 0 && Name(nameBefore(arg[:at])) {
		return arg[:at+1] + Hidden
	}
	return argument(arg)
}
