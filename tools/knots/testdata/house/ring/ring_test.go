package ring

// A test ties leaf.go to nothing.
var tested = leaf
