package api

// Naming gives the entity at a path, of any of its calls and in any letter case, its name, and the fields by which
// its records are known, if not nil.
type Naming struct {
	Path string   `json:"path"`
	Name string   `json:"name"`
	Key  []string `json:"key,omitempty"`
}
