package pair

const (
	right = 1
	step  = 1
)

func take(l lefty) int { return l.step }
