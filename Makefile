# Short names for what CONTRIBUTING.md describes. Nothing here is needed to build: go build does.
TOOL = go tool -modfile=tools/go.mod
FUZZTIME ?= 30s
FUZZ ?=

.PHONY: build test lint generate fuzz bench release-check ci

build: ## the program, in this folder
	CGO_ENABLED=0 go build -trimpath -o . ./cmd/aimsio

test: ## everything, with the race detector
	go test -race ./...

lint:
	$(TOOL) golangci-lint run ./...

generate: ## the compiled API description and the reference
	go generate ./...

fuzz: ## every target for FUZZTIME each; one alone: make fuzz FUZZ="FuzzCSV ./internal/output"
	FUZZTIME=$(FUZZTIME) .ci/fuzz $(FUZZ)

bench: ## the table of docs/performance.md
	bench/run

release-check: ## the release for all six systems, without making one
	$(TOOL) goreleaser check
	$(TOOL) goreleaser build --snapshot --clean

ci: ## all checks, as the server runs them
	.ci/run
