#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image of the autograder.
set -euo pipefail

root="${AUTOGRADER:-/autograder}"
home="${TYING_HOME:-/opt/tying-assign}"

# The hidden tests are for root alone: submissions run as another user.
chmod -R go-rwx "$root/source"

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -qy --no-install-recommends python3 python3-venv ca-certificates
# Without it submissions run as another user, with the network open.
apt-get install -qy --no-install-recommends bubblewrap || echo "bubblewrap cannot be installed"

# uv brings a Python of its own where that of the system is older, and torch without CUDA.
python3 -m venv "$home/uv"
"$home/uv/bin/python" -m pip install --quiet uv
export UV_PYTHON_INSTALL_DIR="$home/python" UV_CACHE_DIR="$home/cache" UV_LINK_MODE=copy
"$home/uv/bin/python" -m uv venv --python ">=3.11,<3.14" "$home/environment"
"$home/uv/bin/python" -m uv pip install --python "$home/environment/bin/python" \
  --torch-backend cpu --requirement "$root/source/requirements.txt"
rm -rf "$UV_CACHE_DIR"
chmod -R a+rX "$home"
