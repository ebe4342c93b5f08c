package ring

type room[T any] struct{ size T }

var again = call
