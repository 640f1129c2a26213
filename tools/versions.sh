# shellcheck shell=sh disable=SC2034
# The versions of the tools that are in no lock file. wasm-bindgen is not here because it must equal the crate in
# Cargo.lock, where tools/install-tool reads it.
JUST_VERSION=1.58.0
TRUNK_VERSION=0.21.14
WASM_SPLIT_VERSION=0.2.4
CARGO_DENY_VERSION=0.20.2
ACTIONLINT_VERSION=1.7.10
NODE_WHEEL_VERSION=24.19.0
MYSQL_IMAGE=${MYSQL_IMAGE:-mysql:8.4}
