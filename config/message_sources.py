"""Finds every translatable string in Python files and templates; no GNU gettext needed."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import block_re, constant_re, context_re, endblock_re, inline_re, plural_re

SKIPPED = {"node_modules", ".venv", "var", "staticfiles", "tests", "migrations", "locale", ".git"}
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}


@dataclass(frozen=True, order=True)
class Message:
    """One string to translate; `plural` and `context` are empty when it has none."""

    context: str
    text: str
    plural: str = ""


def _texts(call: ast.Call, count: int) -> list[str] | None:
    values = [arg.value for arg in call.args[:count] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    return values if len(values) == count else None


def in_python(source: str) -> Iterator[Message]:
    """Strings given to gettext and its kin; calls with a variable are somebody else's concern."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in PLAIN and (one := _texts(node, 1)):
            yield Message("", one[0])
        elif name in PLURAL and (two := _texts(node, 2)):
            yield Message("", two[0], two[1])
        elif name in CONTEXT and (two := _texts(node, 2)):
            yield Message(two[0], two[1])


def _unquoted(text: str) -> str:
    return text[1:-1] if text[:1] in "\"'" and text[:1] == text[-1:] else text


def _context(tail: str | None) -> str:
    found = context_re.match(tail) if tail else None
    return _unquoted(found[1]) if found else ""


def _joined(parts: list[str], trimmed: bool) -> str:
    text = "".join(parts)
    return trim_whitespace(text) if trimmed else text


def _block(tokens: Iterator[object], head: str) -> Message:
    trimmed = "trimmed" in head.split()
    found = block_re.match(head)
    parts: list[list[str]] = [[]]
    for token in tokens:
        kind, contents = token.token_type, token.contents  # type: ignore[attr-defined]  # Lexer yields Token
        if kind == TokenType.BLOCK and endblock_re.match(contents):
            break
        if kind == TokenType.BLOCK and plural_re.match(contents):
            parts.append([])
        elif kind == TokenType.VAR:
            parts[-1].append(f"%({contents})s")
        elif kind == TokenType.TEXT:
            parts[-1].append(contents.replace("%", "%%"))
    texts = [_joined(part, trimmed) for part in parts]
    return Message(_context(found[1] if found else ""), texts[0], texts[1] if len(texts) > 1 else "")


def in_template(source: str) -> Iterator[Message]:
    """Strings of {% translate %}, {% blocktranslate %} and _("...") inside tags."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        contents = token.contents
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        inline = inline_re.match(contents) if token.token_type == TokenType.BLOCK else None
        if inline:
            yield Message(_context(inline[2]), _unquoted(inline[1]).replace("%", "%%"))
            continue
        for constant in constant_re.findall(contents):
            yield Message("", _unquoted(constant))
        if token.token_type == TokenType.BLOCK and block_re.match(contents):
            yield _block(tokens, contents)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name not in SKIPPED:
                yield from _files(path)
        elif path.suffix == ".py" or (path.suffix in (".html", ".txt") and "templates" in path.parts):
            yield path


def find_all(root: Path) -> set[Message]:
    """Every message of the project below `root`; a file that cannot be read is named and left out."""
    found: set[Message] = set()
    for path in _files(root):
        source = path.read_text(encoding="utf-8")
        try:
            found.update(in_python(source) if path.suffix == ".py" else in_template(source))
        except SyntaxError as error:
            print(f"left out {path.relative_to(root)}: {error}", file=sys.stderr)
    return {message for message in found if message.text}
