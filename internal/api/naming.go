package api

// Naming gives the entity at a path, of any of its calls and in any letter case, its name.
type Naming struct {
	Path string `json:"path"`
	Name string `json:"name"`
}
