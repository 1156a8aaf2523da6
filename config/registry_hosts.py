"""Finds names of package registries in tracked files: where packages come from is the machine's business."""

import re
import subprocess
from pathlib import Path

# The public ones, written apart so that this file does not name them itself.
PUBLIC = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("proxy", "golang", "org"),
        ("registry-1", "docker", "io"),
        ("deb", "debian", "org"),
        ("index", "crates", "io"),
    )
]
SOURCES = ("/etc/apt/sources.list", "/etc/apt/sources.list.d")


def configured_hosts() -> set[str]:
    """The hosts that pip, npm and apt of this machine are told to use."""
    text = output("python3", "-m", "pip", "config", "list") + output("npm", "config", "get", "registry")
    for source in map(Path, SOURCES):
        files = source.iterdir() if source.is_dir() else [source] if source.is_file() else []
        text += "".join(path.read_text(encoding="utf-8", errors="replace") for path in files if path.is_file())
    hosts = {address.rsplit("@", 1)[-1].split(":")[0] for address in re.findall(r"https?://([^/\s\"']+)", text)}
    return {host for host in hosts if host and host != "localhost" and not host.startswith("127.")}


def output(*words: str) -> str:
    try:
        return subprocess.run(words, capture_output=True, text=True, check=False, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def named_in_tracked_files(root: Path) -> list[str]:
    """Lines "file names host"; empty outside a git checkout."""
    found = []
    for host in sorted(configured_hosts() | set(PUBLIC)):
        result = subprocess.run(
            ["git", "-C", str(root), "grep", "-lF", "--", host], capture_output=True, text=True, check=False
        )
        found += [f"{name} names the package registry {host}" for name in result.stdout.split("\n") if name]
    return found
