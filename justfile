# The pinned tools come first on PATH in every recipe.
export PATH := justfile_directory() + "/.tools/bin:" + env_var("PATH")

# For scripts that call a recipe.
export JUST := just_executable()

# In CI, a dependency that Cargo.lock does not have yet is an error.
locked := if env_var_or_default("CI", "") == "" { "" } else { "--locked" }

# What `build` compiles in besides SQLite: `./just features= build` leaves MySQL and traces out.
features := "mysql,traces"

[private]
default:
    @"{{ just_executable() }}" --justfile "{{ justfile() }}" --list --unsorted

# Build everything and start it on http://localhost:8080, with its data in ./data
run: web
    cargo run {{ locked }} --package seat-dealer -- serve

# The same for development: rebuild, restart and reload what has changed, until Ctrl-C
watch: setup-web
    tools/watch

# Forty friends who answer by themselves, on data of its own; README has the options
demo *ARGS: web
    cargo build {{ locked }} --package seat-dealer
    node e2e/scene/demo.mjs target/debug/seat-dealer {{ ARGS }}

# The web app, into frontend/dist
web: setup-web
    cd frontend && env -u NO_COLOR trunk build --release

# The release binary with the web app inside: target/release/seat-dealer
build: web
    {{ if features =~ "mysql" { "tools/setup-mysql-client" } else { "true" } }}
    cargo build {{ locked }} --release --package seat-dealer --features "{{ features }}"

# Every check, each timed
test:
    @tools/run-steps setup-tests check-fmt lint layers web unit fuzz e2e

# Format the code
fmt:
    cargo fmt --all

# Is the code formatted?
check-fmt:
    cargo fmt --all --check

# For the browser in the profile of the web app, so that its macros are compiled once for this and for `web`.
# Clippy, natively and for the browser, TypeScript, and ShellCheck where it is installed
lint: setup-rust setup-mysql-client setup-e2e
    cargo clippy {{ locked }} --workspace --all-targets --all-features -- -D warnings
    cargo clippy {{ locked }} --package seat-dealer-web --target wasm32-unknown-unknown --profile web -- -D warnings
    npm --prefix e2e run check
    @if command -v shellcheck >/dev/null; then shellcheck -x just .ci/run $(grep -lE '^#!.*sh$' tools/*); else echo "shellcheck is not installed: scripts not checked"; fi

# Do dependencies between crates point one way?
layers: setup-rust
    tools/check-layers

# The tests written in Rust, on SQLite and on a throw-away MariaDB; with `-p CRATE` those of one crate
unit *ARGS:
    tools/unit {{ ARGS }}

# Run `unit` and accept every sentence that it has recorded, then show what is different
review *ARGS:
    INSTA_UPDATE=always tools/unit {{ ARGS }}
    git diff -- '*.snap'

# Schemathesis against the running API
fuzz: setup-schemathesis server
    tools/fuzz-api target/debug/seat-dealer

# libFuzzer on every parser of untrusted input, so many seconds each; docs/FUZZING.md has figures
fuzz-parsers SECONDS="60" *TARGETS:
    tools/fuzz-parsers {{ SECONDS }} {{ TARGETS }}

# The browser tests: in Chromium, and the most important ones in Firefox where it is installed
e2e *ARGS: setup-browsers web server
    @[ -n "$(tools/firefox-path)" ] || echo "skipped: Firefox is not installed, the browser tests run in Chromium alone"
    cd e2e && SEAT_DEALER_BIN="{{ justfile_directory() }}/target/debug/seat-dealer" CHROMIUM_PATH="$(../tools/chromium-path)" FIREFOX_PATH="$(../tools/firefox-path)" ./node_modules/.bin/playwright test {{ ARGS }}

# Take the pictures of docs/images again, from the running program
screenshots: setup-browsers web server
    cd e2e && SEAT_DEALER_BIN="{{ justfile_directory() }}/target/debug/seat-dealer" CHROMIUM_PATH="$(../tools/chromium-path)" ./node_modules/.bin/playwright test --config screenshots/playwright.config.ts

# Load the release server and its parts; docs/PERFORMANCE.md explains the table
bench:
    cargo run {{ locked }} --release --package seat-dealer-bench

# Kill the program, take its database, disk and clock away, and count; docs/TORTURE.md explains the table
torture *ARGS: setup-databases server
    tools/with-mariadb cargo run {{ locked }} --package seat-dealer-torture --features mysql -- target/debug/seat-dealer {{ ARGS }}

# Write openapi/openapi.json again
openapi:
    cargo run {{ locked }} --quiet --package seat-dealer -- openapi > target/openapi.json
    mkdir -p openapi && mv target/openapi.json openapi/openapi.json

# Licences, sources and known vulnerabilities of the dependencies
audit: (tool "cargo-deny")
    cargo deny check licenses bans sources
    @tools/check-advisories

# Check workflows, image, Compose, Caddy, systemd and Terraform
lint-infra:
    tools/lint-infra

# What Terraform would make, without any cloud, and what a deployment does when something fails
test-infra:
    tools/test-deploy
    tools/test-terraform

# Delete ./data: the local database and its secret
[confirm]
clean-data:
    rm -rf data

# Install what building needs: the WebAssembly target, trunk, Tailwind CSS
setup-web:
    @tools/setup-web

# Install what testing needs besides: a database server, proxies, browsers, Schemathesis
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

# The binary as the tests use it. With a test beside it, Cargo takes the features of dev-dependencies into
# account as `unit` does, so that nothing is compiled twice.
[private]
server: setup-mysql-client
    cargo build {{ locked }} --workspace --all-features --bin seat-dealer --test smtp

[private]
tool NAME:
    @tools/install-tool {{ NAME }}
