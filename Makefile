# Atlante. The two commands that matter: `make run` and `make test`.
SHELL := /bin/bash -o pipefail
GOFILES := $(shell git ls-files -co --exclude-standard '*.go' '*.sql' '*.html' '*.csv' 2>/dev/null)
WEBFILES := $(shell git ls-files -co --exclude-standard 'web/src' 'web/*.json' 'web/*.ts' geo/layer/tokens.json 2>/dev/null)
ADDR ?= 127.0.0.1:8080

.PHONY: run build libraries test lint bench bench-tiles bench-tricks soak screenshots clean help

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: ## install what is missing, build, and serve the map at http://localhost:8080 (another port: ADDR=127.0.0.1:8090)
	@.ci/install run
	@$(MAKE) --no-print-directory build
	@exec ./bin/atlante serve --addr $(ADDR)

build: bin/atlante ## bin/atlante with the web assets inside

bin/atlante: web/dist/.built $(GOFILES) go.mod go.sum
	go build -o $@ ./cmd/atlante

web/dist/.built: web/node_modules/.installed $(WEBFILES)
	cd web && npm run --silent build
	@touch $@

web/node_modules/.installed: web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# Without the scripts of packages: one of them reports home when it is installed.
api/lint/node_modules/.installed: api/lint/package-lock.json
	cd api/lint && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

test: ## everything: unit, real PostGIS, headless Chromium
	@.ci/install test
	@$(MAKE) --no-print-directory -j2 libraries web/dist/.built
	@$(MAKE) --no-print-directory build
	@.ci/test

# What needs no web assets is compiled while they are built: SQLite alone is most of a minute of C.
libraries:
	@go build ./geo/...

lint: ## formatting and vet
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...
	cd web && npm run --silent check

bench: ## measure into docs/performance.md
	@.ci/install test
	@$(MAKE) --no-print-directory build
	go run ./cmd/atlante dev bench --out docs/performance.md

# PEERS=name=url,… adds tile servers that run, with {z} {x} {y} in their addresses; DATABASE_URL names an
# empty database for the data, which they can be shown (schema bench), instead of one that lives as long as the run.
bench-tiles: ## measure the tiles beside PostGIS and nginx into docs/performance.md (6 minutes)
	@.ci/install bench
	@$(MAKE) --no-print-directory build
	./bin/atlante dev bench-tiles --out docs/performance.md

bench-tricks: ## measure the tiles without each of their tricks into docs/performance.md (10 minutes)
	@.ci/install bench
	@$(MAKE) --no-print-directory build
	./bin/atlante dev bench-tiles --only tricks --out docs/performance.md

soak: api/lint/node_modules/.installed ## all tests with full counts instead of reduced ones (an hour and a half)
	@.ci/install soak
	@$(MAKE) --no-print-directory build
	ATLANTE_SOAK=1 .ci/test

screenshots: ## the pictures of docs/screenshots
	@.ci/install test
	@$(MAKE) --no-print-directory build
	@.ci/browser npm --prefix web run --silent screenshots
	@node web/e2e/screenshots-roads.mjs
	@node web/e2e/screenshots-people.mjs

clean: ## remove what was built (not the data)
	rm -rf bin web/dist/.built web/node_modules api/lint/node_modules
	find web/dist -mindepth 1 ! -name .gitkeep -delete
