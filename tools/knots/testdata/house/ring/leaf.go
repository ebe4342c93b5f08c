package ring

// leaf needs the ring, and the ring does not need it. Its local door is not the ring's.
func leaf() int {
	door := call()
	return door
}
