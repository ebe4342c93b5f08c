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

release-check: ## a release of this machine's system, without publishing it; ALL=--all for each
	test/release/check $(ALL)

ci: ## all checks, as the server runs them
	.ci/run
