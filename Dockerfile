# The program in an image: docker build -t seat-dealer .
# It is built and runs on Debian 12, so that the C library and the MySQL client library that it is
# linked with are the ones it finds.

# The bill of materials lists what the lock files say too, because a binary does not tell.
ARG BUILDKIT_SBOM_SCAN_CONTEXT=true

FROM node:24.18.1-bookworm-slim@sha256:235600a8101ab264e117b1768e925532262668dc9b581ef1dd7d96ced463b8e7 AS node

FROM rust:1.95.0-slim-bookworm@sha256:d7482085ff5b415f84dba5647ae71606650bdef00db7aeb69f4b3d170c3e4082 AS tools
# Debian's packages are those of its stable release at the time of the build: pinning them would
# pin their security holes.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl libmariadb-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
# Tailwind CSS and wasm-opt, which the web app is built with, are Node packages.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
    && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /src
# A layer of its own, made anew only when a tool, a dependency or the compiler changes.
COPY Cargo.lock rust-toolchain.toml ./
COPY tools tools
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc frontend/
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    tools/setup-rust && tools/install-tool just && tools/setup-web

FROM tools AS build
COPY . .
# Dependencies are compiled once for a machine: the cache outlives the layer. CI: Cargo.lock is final.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/src/target,sharing=locked \
    CI=true ./just build && install -D target/release/seat-dealer /out/seat-dealer

# The bare program, for a release: docker build --target binary --output out .
FROM scratch AS binary
COPY --from=build /out/seat-dealer /

FROM debian:bookworm-slim@sha256:abd67ffcfa541b485a3dff59865ab629aa048a6c613e639d36e7456b0b229241
# What a distroless base would miss: the client library brings its plugins for MySQL's passwords, and
# the health check needs a shell. Certificates of providers are in the program.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libmariadb3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin seat-dealer \
    && install -d -o seat-dealer -g seat-dealer -m 0700 /data
COPY --chmod=0755 infra/docker/is-ready /usr/local/bin/is-ready
COPY LICENSE /usr/share/doc/seat-dealer/LICENSE
COPY --from=build /out/seat-dealer /usr/local/bin/seat-dealer
# A server that others reach: it starts only with the settings for that, see .env.example.
ENV BIND_ADDR=0.0.0.0:8080 \
    DB_CONN_STRING=sqlite:/data/seat-dealer.db
USER 10001:10001
WORKDIR /data
# The only place that is written to; everything else may be mounted read-only.
VOLUME /data
EXPOSE 8080
# A worker has no port to ask: run it with --no-healthcheck.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["is-ready"]
ENTRYPOINT ["seat-dealer"]
CMD ["serve"]
