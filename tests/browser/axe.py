"""Accessibility of an open page, by axe-core: nothing serious or critical may be found."""

from typing import Any

from config.env import BASE_DIR

GRAVE = {"serious", "critical"}


def violations(page: Any) -> list[dict[str, Any]]:
    """Everything axe finds on the page; evaluated through the debugger, so the content policy stays on."""
    page.evaluate((BASE_DIR / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("axe.run()")["violations"]
    return found


def assert_accessible(page: Any) -> None:
    """Fails with rule, element and reason of each serious or critical finding."""
    lines = [
        f"{found['id']}: {node['html'][:160]} | {' '.join(node.get('failureSummary', '').split())[:200]}"
        for found in violations(page)
        if found["impact"] in GRAVE
        for node in found["nodes"]
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)
