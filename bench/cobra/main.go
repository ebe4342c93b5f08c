// Command cobra is the least that a Cobra program can do: what "aimsio version" is held against.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{Use: "cobra"}
	root.AddCommand(&cobra.Command{
		Use: "version",
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "cobra 1")
			return err
		},
	})
	if err := root.Execute(); err != nil {
		os.Exit(1)
	}
}
