package handover

import (
	"encoding/json"
	"time"

	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
)

// manifestEnding follows the name of a file in that of its manifest.
const manifestEnding = ".manifest.json"

// Settings are how a batch was made, as the ledger keeps them.
type Settings struct {
	Where   []string `json:"where"`
	Columns []string `json:"columns"`
	Explode string   `json:"explode,omitempty"`
	Limit   int      `json:"limit,omitempty"`
	// Command is the program that was to deliver the batch, empty where its file is the delivery.
	Command string `json:"command,omitempty"`
	Totals  Totals `json:"totals"`
}

// SettingsOf reads those of a batch.
func SettingsOf(b *ledger.Batch) (s Settings, err error) { return s, json.Unmarshal(b.Settings, &s) }

// Manifest is what a receiver can check a file by. It stands beside the file.
type Manifest struct {
	Export      string    `json:"export"`
	Batch       int64     `json:"batch"`
	Kind        string    `json:"kind"`
	Entity      string    `json:"entity"`
	Environment string    `json:"environment"`
	Server      string    `json:"server"`
	MadeAt      time.Time `json:"made_at"`
	Program     string    `json:"program"`
	File        string    `json:"file"`
	Format      string    `json:"format"`
	Size        int64     `json:"size"`
	SHA256      string    `json:"sha256"`
	Where       []string  `json:"where"`
	Columns     []string  `json:"columns"`
	Explode     string    `json:"explode,omitempty"`
	ThenStatus  string    `json:"then_status,omitempty"`
	Totals
}

// orEmpty gives a list that is written as one where it has nothing.
func orEmpty(words []string) []string {
	if words == nil {
		return []string{}
	}
	return words
}
