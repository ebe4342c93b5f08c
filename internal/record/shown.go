package record

// Shown is a value in a message: "nothing" where there is none, and cut where it is long.
func Shown(v Value) string {
	const most = 60
	switch text := []rune(string(v)); {
	case v == nil:
		return "nothing"
	case len(text) > most:
		return string(text[:most]) + "…"
	default:
		return string(text)
	}
}
