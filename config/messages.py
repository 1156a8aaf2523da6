"""Translations: `python -m config.messages extract | set FILE.json | check | compile`.

extract  merges every string of the code into the catalogues and keeps what is translated
set      merges {"English": "Tiếng Việt"} into Vietnamese (a context stands before "|": "month|May")
check    fails when a string is missing, fuzzy, out of date, or its placeholders differ
compile  writes the binary catalogues the server reads
"""

import argparse
import fcntl
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib

from config.message_sources import Message, find_all

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sd]|\{(\w*)\}")
HEADER = {
    "Project-Id-Version": "ky-cuong",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
PLURALS = {"vi": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
Key = tuple[str, str]


def _path(language: str, root: Path) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    folder = root / "locale"
    folder.mkdir(exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _load(language: str, root: Path) -> polib.POFile:
    path = _path(language, root)
    catalogue = polib.pofile(str(path), wrapwidth=0) if path.exists() else polib.POFile(wrapwidth=0)
    catalogue.metadata = HEADER | {"Language": language, "Plural-Forms": PLURALS[language]}
    return catalogue


def _save(catalogue: polib.POFile, language: str, root: Path) -> None:
    path = _path(language, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.sort(key=lambda entry: (entry.obsolete, entry.msgid, entry.msgctxt or ""))
    part = path.with_suffix(".part")
    catalogue.save(str(part))
    part.replace(path)


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid)


def _entry(message: Message, old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: ""}
    if "%" in message.text:
        entry.flags = ["python-format"]
    text = (old.msgstr_plural.get(0, "") or old.msgstr) if old else ""
    _put(entry, text)
    return entry


def _put(entry: polib.POEntry, text: str) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: text}
    else:
        entry.msgstr = text


def _text(entry: polib.POEntry) -> str:
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def _merged(messages: set[Message], catalogue: polib.POFile) -> polib.POFile:
    old = {_key(entry): entry for entry in catalogue}
    fresh = polib.POFile(wrapwidth=0)
    fresh.metadata = catalogue.metadata
    by_key: dict[Key, Message] = {}
    for message in sorted(messages):  # the plural form of a text wins over the plain one
        if message.plural or (message.context, message.text) not in by_key:
            by_key[(message.context, message.text)] = message
    for key, message in by_key.items():
        fresh.append(_entry(message, old.get(key)))
    for key, entry in old.items():  # a vanished string keeps its translation until somebody deletes it
        if key not in by_key and _text(entry):
            entry.obsolete = True
            fresh.append(entry)
    return fresh


def extract(root: Path = ROOT) -> int:
    """Merges the strings of the code into vi; English is the source and needs none."""
    messages = find_all(root)
    with _locked(root):
        merged = _merged(messages, _load("vi", root))
        _save(merged, "vi", root)
        _save(_load("en", root), "en", root)
    missing = [entry for entry in merged if not entry.obsolete and not _text(entry)]
    print(f"{len(messages)} strings, {len(missing)} without Vietnamese")
    return 0


def set_pairs(pairs: dict[str, str], root: Path = ROOT) -> int:
    """Merges translations; a string no code uses yet is kept aside until it does."""
    messages = find_all(root)
    with _locked(root):
        catalogue = _merged(messages, _load("vi", root))
        entries = {_key(entry): entry for entry in catalogue}
        for name, text in pairs.items():
            context, _bar, rest = name.partition("|")
            entry = entries.get(("", name)) or entries.get((context, rest))
            if entry is None:
                entry = polib.POEntry(msgid=name, obsolete=True)
                catalogue.append(entry)
                print(f"not used by any code yet: {name}", file=sys.stderr)
            _put(entry, text)
        _save(catalogue, "vi", root)
        _save(_load("en", root), "en", root)
    return 0


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def problems(root: Path = ROOT) -> list[str]:
    """Everything that keeps Vietnamese from being complete, a line each."""
    catalogue = _load("vi", root)
    current = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    wanted = {(message.context, message.text) for message in find_all(root)}
    lines = [f"not extracted: {text}" for _context, text in sorted(wanted - set(current))]
    lines += [f"no longer used: {text}" for _context, text in sorted(set(current) - wanted)]
    for entry in current.values():
        text, wants = _text(entry), _placeholders(entry.msgid) | _placeholders(entry.msgid_plural or "")
        if not text:
            lines.append(f"no Vietnamese: {entry.msgid}")
        elif entry.fuzzy:
            lines.append(f"fuzzy: {entry.msgid}")
        elif _placeholders(text) != wants:
            lines.append(f"placeholders differ: {entry.msgid} -> {text}")
    return lines


def check(root: Path = ROOT) -> int:
    lines = problems(root)
    print("\n".join(lines) or "translations complete")
    return 1 if lines else 0


def compile_all(root: Path = ROOT) -> int:
    for language in PLURALS:
        path = _path(language, root)
        if path.exists():
            _load(language, root).save_as_mofile(str(path.with_suffix(".mo")))
    return 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="config.messages", description=__doc__)
    parser.add_argument("command", choices=["extract", "set", "check", "compile"])
    parser.add_argument("file", nargs="?", type=Path)
    given = parser.parse_args(arguments)
    if given.command == "set":
        if given.file is None:
            parser.error("set needs a JSON file")
        return set_pairs(json.loads(given.file.read_text(encoding="utf-8")))
    return {"extract": extract, "check": check, "compile": compile_all}[given.command]()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
