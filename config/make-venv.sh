#!/bin/sh
# Makes .venv with the first Python that is new enough.
set -eu

for name in python3 python3.13 python3.12 python3.11 python3.14; do
  if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$name
    break
  fi
done

if [ -z "${python:-}" ]; then
  found=$(python3 --version 2>&1 || true)
  echo "Undersigned needs Python 3.11 or newer, and found only: $found" >&2
  exit 1
fi
if [ "$python" != python3 ]; then
  echo "python3 is too old; using $python."
fi

# Debian keeps what makes an environment in a package of its own.
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing python$version-venv ..."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
      --no-install-recommends "python$version-venv" >/dev/null
  else
    echo "Python cannot make environments. Type: sudo apt-get install python$version-venv" >&2
    exit 1
  fi
fi

echo "Installing the Python packages into .venv ..."
"$python" -m venv .venv
