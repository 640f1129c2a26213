# shellcheck shell=sh disable=SC2034
# The tools that are not in a lock file of their own, each at one version.
# wasm-bindgen is missing on purpose: it must equal the crate in Cargo.lock and is read from there.
JUST_VERSION=1.58.0
TRUNK_VERSION=0.21.14
CARGO_DENY_VERSION=0.20.2
ACTIONLINT_VERSION=1.7.10
NODE_WHEEL_VERSION=24.19.0
MYSQL_IMAGE=mysql:8.4
