#!/bin/sh
# Makes this machine able to build, run and test Countertop. Safe to run again at any time: when
# everything is there it looks, says nothing and touches no network.
#
#   Debian, Ubuntu   apt-get     (as root, or with sudo)
#   Fedora           dnf         (as root, or with sudo)
#   macOS, Windows   a list of what to install by hand
#
# With the word `tests` also what only the tests stand beside: a TPM and an SFTP server of their
# own, a debugger. Nothing of it is started or configured here.
set -eu
cd "$(dirname "$0")/.."
wanted=${1:-}

say() { printf 'setup: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        fail "not root and no sudo; run as root: $*"
    fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
        apt-get -y -q -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold "$@"
}

apt_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Ubuntu's chromium is a snap, which needs a running snapd; any browser with its driver will do.
browser_there() {
    have chromedriver && { have chromium || have google-chrome || have chromium-browser; }
}

for_tests() {
    [ "$wanted" = tests ] || return 0
    echo swtpm swtpm-tools openssh-server gdb
}

# A server that a package brings is not started by installing it: tests start their own.
without_services() {
    policy=/usr/sbin/policy-rc.d
    [ ! -e "$policy" ] || { "$@"; return; }
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    "$@" && done=0 || done=$?
    as_root rm -f "$policy"
    return "$done"
}

apt_missing() {
    # shellcheck disable=SC2046
    for package in $(for_tests) build-essential pkg-config curl ca-certificates libssl-dev libudev-dev \
        libwebkit2gtk-4.1-dev webkit2gtk-driver xvfb dbus-x11 gnome-keyring strace \
        libtss2-dev; do
        apt_installed "$package" || printf '%s ' "$package"
    done
    browser_there || printf 'chromium chromium-driver '
}

setup_apt() {
    # Word splitting is wanted: package names have no blanks.
    # shellcheck disable=SC2046
    set -- $(apt_missing)
    [ $# -gt 0 ] || return 0
    say "installing $*"
    apt update
    # The first try can fail half way, for instance when it upgrades systemd in a container:
    # finish what was begun, then ask for the rest again.
    without_services apt install --no-install-recommends "$@" || {
        say "the first try failed; repairing and trying again"
        as_root env DEBIAN_FRONTEND=noninteractive dpkg --configure -a --force-confold || true
        apt -f install
        without_services apt install --no-install-recommends "$@"
    }
    missing=$(apt_missing)
    [ -z "$missing" ] || fail "still missing: $missing"
}

setup_dnf() {
    missing=
    # Files name what is wanted where the package that has it changed between releases.
    for package in gcc gcc-c++ make pkgconf-pkg-config openssl-devel systemd-devel perl-core \
        webkit2gtk4.1-devel gnome-keyring strace chromium /usr/bin/WebKitWebDriver /usr/bin/Xvfb \
        /usr/bin/dbus-run-session /usr/bin/chromedriver tpm2-tss-devel \
        $([ "$wanted" != tests ] || echo swtpm swtpm-tools openssh-server gdb); do
        rpm -q --whatprovides "$package" >/dev/null 2>&1 || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "installing$missing"
    # shellcheck disable=SC2086
    as_root dnf install -y --setopt=install_weak_deps=False $missing
}

show_macos() {
    xcode-select -p >/dev/null 2>&1 || {
        say "macOS needs Apple's command line tools: xcode-select --install"
        exit 1
    }
}

show_windows() {
    cat <<'TEXT'
setup: Windows needs, once, by hand:
  - Visual Studio Build Tools with "Desktop development with C++"
  - WebView2 (part of Windows 11; else from Microsoft's site)
  - OpenSSL for SQLCipher: vcpkg install openssl:x64-windows-static-md, then OPENSSL_DIR set to
    vcpkg's installed/x64-windows-static-md and OPENSSL_STATIC=1
  - Git Bash or MSYS2 for `make`
TEXT
}

setup_system() {
    case "$(uname -s)" in
        Linux)
            if have apt-get; then
                setup_apt
            elif have dnf; then
                setup_dnf
            else
                cat <<'TEXT'
setup: neither apt-get nor dnf here. Countertop needs, by whatever name:
  a C compiler, make, pkg-config; headers of OpenSSL, libudev and WebKitGTK 4.1;
  for the tests also WebKitWebDriver, Xvfb, Chromium with chromedriver, dbus-run-session,
  gnome-keyring
TEXT
            fi
            ;;
        Darwin) show_macos ;;
        MINGW* | MSYS* | CYGWIN*) show_windows ;;
        *) fail "unknown system $(uname -s)" ;;
    esac
}

setup_languages() {
    have cargo || fail "Rust is missing: https://rustup.rs (the version is in rust-toolchain.toml)"
    have npm || fail "Node 20.20 or newer is missing: https://nodejs.org"
}

# The packages of the UI, only when the lock file changed. Install scripts of packages never run.
setup_ui() {
    stamp=ui/node_modules/.countertop-lock
    if [ -f "$stamp" ] && cmp -s ui/package-lock.json "$stamp"; then
        return 0
    fi
    say "installing the packages of the UI"
    (cd ui && npm ci --ignore-scripts --no-audit --no-fund)
    cp ui/package-lock.json "$stamp"
}

setup_system
setup_languages
setup_ui
