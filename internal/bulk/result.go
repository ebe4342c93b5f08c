package bulk

// ResultRow is what became of one record, as it is printed and kept.
type ResultRow struct {
	Line    int    `json:"line"`
	Key     string `json:"key"`
	Action  string `json:"action"`
	Outcome string `json:"outcome"`
	GUID    string `json:"guid"`
	Status  int    `json:"status"`
	Message string `json:"message"`
	// Old and New are the status before and after, where the status was to be changed.
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`
	// The others say which write it belongs to, so that nobody goes on from it elsewhere.
	Environment string `json:"environment,omitempty"`
	Server      string `json:"server,omitempty"`
	Entity      string `json:"entity,omitempty"`
	User        string `json:"user,omitempty"`
}
