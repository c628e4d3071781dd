# What ./check and ./demo share: missing packages, configure, build.  Sourced from the top of the source tree.

# What the build needs, by the package that has it; diagrams are measured and drawn in the font; the tests and static
# checks need what comes after it.
packages="gcc g++ make autoconf automake pkg-config libglib2.0-dev libjansson-dev libarchive-dev zlib1g-dev libxxhash-dev libgraphviz-dev libsimdjson-dev
  libxml2-dev fonts-dejavu-core check python3 python3-jsonschema jq zstd xz-utils gzip bzip2 valgrind
  chromium clang clang-tidy cppcheck libclang-rt-dev"

# Some tests wait most of their time: for a browser, for limits of time.
tests_at_once=$(($(nproc) + 2))

say ()
{
  printf '== %s\n' "$*"
}

die ()
{
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 2
}

installed ()
{
  dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
}

# Installs what is missing of $packages.
install_missing ()
{
  missing=
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "this is not a Debian system: packages are not installed; the build needs what these hold: $(echo $packages)"
    return
  fi
  for package in $packages; do
    installed "$package" || missing="$missing $package"
  done
  # The commands decide: node and npm may be there without Debian's packages of them.
  command -v node >/dev/null || missing="$missing nodejs"
  command -v npm >/dev/null || missing="$missing npm"
  [ -n "$missing" ] || return 0
  say "installing$missing"
  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "these packages are missing, and there is no sudo to install them:$missing"
    as_root=sudo
  fi
  # The lists may be old or absent; installing tells whether that matters.
  $as_root apt-get -q update </dev/null || say "apt-get update failed: trying with the lists that are there"
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends $missing </dev/null \
    || die "these packages are missing and could not be installed (no network, or no rights?):$missing"
}

# Configures in the folder $1 with the options that follow.
configure_in ()
{
  folder=$1
  shift
  [ -x configure ] && [ configure -nt configure.ac ] && [ Makefile.in -nt Makefile.am ] || autoreconf -fi \
    || die "autoreconf failed"
  mkdir -p "$folder"
  if [ ! -f "$folder/Makefile" ] || [ configure -nt "$folder/config.status" ]; then
    (cd "$folder" && "$OLDPWD/configure" -q "$@") || die "configure failed; its log is $folder/config.log"
  fi
}

# Configures as above, and builds.
build_in ()
{
  configure_in "$@"
  make -C "$folder" -s -j "$(nproc)" || die "the build in $folder failed"
}
