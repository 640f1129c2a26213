# The pinned tools come first on PATH in every recipe.
export PATH := justfile_directory() + "/.tools/bin:" + env_var("PATH")

# Scripts call recipes with this.
export JUST := just_executable()

# In CI, a dependency that is missing in Cargo.lock is an error.
locked := if env_var_or_default("CI", "") == "" { "" } else { "--locked" }

# The optional features of `build`: `./just features= build` leaves MySQL and traces out.
features := "mysql,traces"

[private]
default:
    @"{{ just_executable() }}" --justfile "{{ justfile() }}" --list --unsorted

# Build and start the program on http://localhost:8080, with its data in ./data
run: web
    cargo run {{ locked }} --package seat-dealer -- serve

# Start the program, and rebuild and reload it when a file changes, until Ctrl-C
watch: setup-web
    tools/watch

# Start a demo in which forty guests answer by themselves; README has the options
demo *ARGS: web
    cargo build {{ locked }} --package seat-dealer
    node e2e/scene/demo.mjs target/debug/seat-dealer {{ ARGS }}

# Build the web app into frontend/dist
web: setup-web
    cd frontend && env -u NO_COLOR trunk build --release

# Build the release binary with the web app: target/release/seat-dealer
build: web
    {{ if features =~ "mysql" { "tools/setup-mysql-client" } else { "true" } }}
    cargo build {{ locked }} --release --package seat-dealer --features "{{ features }}"

# Run all checks, and print the time of each
test:
    @tools/run-steps setup-tests check-fmt lint layers web unit mysql fuzz tour e2e

# Format the code
fmt:
    cargo fmt --all

# Check the format of the code
check-fmt:
    cargo fmt --all --check

# Run Clippy, the TypeScript compiler and, if it is installed, ShellCheck
lint: setup-rust setup-mysql-client setup-e2e
    cargo clippy {{ locked }} --workspace --all-targets --all-features -- -D warnings
    npm --prefix e2e run check
    @if command -v shellcheck >/dev/null; then shellcheck -x just .ci/run $(grep -lE '^#!.*sh$' tools/*); else echo "shellcheck is not installed: scripts not checked"; fi

# Check the dependencies between the crates
layers: setup-rust
    tools/check-layers

# Run the Rust tests, on SQLite and on a temporary MariaDB; with `-p CRATE` those of one crate
unit *ARGS:
    tools/unit {{ ARGS }}

# Run the database tests whose results may differ between servers on MySQL, if it is available; `mysql all` runs all
mysql *ARGS: setup-mysql-client
    tools/unit-on-mysql {{ ARGS }}

# Run `unit`, accept all changed snapshots, and show the differences
review *ARGS:
    INSTA_UPDATE=always tools/unit {{ ARGS }}
    git diff -- '*.snap'

# Run Schemathesis against the API
fuzz: setup-schemathesis server
    tools/fuzz-api target/debug/seat-dealer

# Run the commands and programs of the tour in docs/API.md
tour: setup-e2e server
    tools/check-tour target/debug/seat-dealer

# Generate clients from the OpenAPI document in four languages, compile them, and run two against the server
check-clients: setup-clients server
    tools/check-clients target/debug/seat-dealer

# Run libFuzzer on each parser of untrusted input for SECONDS; docs/FUZZING.md has results
fuzz-parsers SECONDS="60" *TARGETS:
    tools/fuzz-parsers {{ SECONDS }} {{ TARGETS }}

# Run the browser tests in Chromium and, if it is installed, the most important ones in Firefox
e2e *ARGS: setup-browsers web server
    @[ -n "$(tools/firefox-path)" ] || echo "skipped: Firefox is not installed, the browser tests run in Chromium alone"
    cd e2e && SEAT_DEALER_BIN="{{ justfile_directory() }}/target/debug/seat-dealer" CHROMIUM_PATH="$(../tools/chromium-path)" FIREFOX_PATH="$(../tools/firefox-path)" ./node_modules/.bin/playwright test {{ ARGS }}

# Take the screenshots of docs/images from the running program
screenshots: setup-browsers web server
    cd e2e && SEAT_DEALER_BIN="{{ justfile_directory() }}/target/debug/seat-dealer" CHROMIUM_PATH="$(../tools/chromium-path)" ./node_modules/.bin/playwright test --config screenshots/playwright.config.ts

# Run the benchmark; docs/PERFORMANCE.md explains the table. With the features of `build`, the crates below are compiled
# once for both.
bench *ARGS: build
    cargo build {{ locked }} --release --package seat-dealer --features "{{ features }}" --package seat-dealer-bench --bin seat-dealer-bench
    target/release/seat-dealer-bench {{ ARGS }}

# Run the crash and fault tests; docs/TORTURE.md explains the table
torture *ARGS: setup-databases server
    tools/with-mariadb cargo run {{ locked }} --package seat-dealer-torture --features mysql -- target/debug/seat-dealer {{ ARGS }}

# Simulate events over the rules of the deal; docs/DEAL_QUALITY.md explains the table
simulate *ARGS: setup-rust
    cargo run {{ locked }} --release --package seat-dealer-simulate -- {{ ARGS }}

# Regenerate openapi/openapi.json
openapi:
    cargo run {{ locked }} --quiet --package seat-dealer -- openapi > target/openapi.json
    mkdir -p openapi && mv target/openapi.json openapi/openapi.json

# Check licences, sources and known vulnerabilities of the dependencies
audit: (tool "cargo-deny")
    cargo deny check licenses bans sources
    @tools/check-advisories

# Check workflows, image, Compose, Caddy, systemd and Terraform
lint-infra:
    tools/lint-infra

# Test the Terraform modules without a cloud, and the deployment with failures
test-infra:
    tools/test-deploy
    tools/test-terraform

# Delete ./data with the local database and its secret
[confirm]
clean-data:
    rm -rf data

# Install the tools of the build: the WebAssembly target, trunk, Tailwind CSS
setup-web:
    @tools/setup-web

# Install the tools of the tests: a database server, proxies, browsers, Schemathesis
setup-tests: setup-web setup-databases setup-proxies setup-browsers setup-schemathesis

[private]
setup-rust:
    @tools/setup-rust

[private]
setup-mysql-client:
    @tools/setup-mysql-client

[private]
setup-databases:
    @tools/setup-databases

[private]
setup-proxies:
    @tools/setup-proxies

[private]
setup-e2e:
    @tools/setup-e2e

[private]
setup-browsers:
    @tools/setup-browsers

[private]
setup-schemathesis:
    @tools/setup-schemathesis

[private]
setup-clients:
    @tools/setup-clients

# Build the binary that the tests use. With a test in the same command, Cargo uses the features of
# dev-dependencies like `unit`, so that nothing is compiled twice.
[private]
server: setup-mysql-client
    cargo build {{ locked }} --workspace --all-features --bin seat-dealer --test smtp

[private]
tool NAME:
    @tools/install-tool {{ NAME }}
