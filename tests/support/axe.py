"""What axe-core, which knows WCAG, finds wrong with a page as it stands in a browser."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LEVEL_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Two are no rules of WCAG. "region": a menu of the whole page is beside its landmarks, in the top
# layer. "heading-order": a model begins with whatever heading it likes.
# A colour in the middle of a transition is nobody's choice.
RUN = """async (only) => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  await Promise.allSettled(document.getAnimations().map((one) => one.finished));
  const { violations } = await axe.run(document, {
    runOnly: only, resultTypes: ["violations"],
    rules: { region: { enabled: false }, "heading-order": { enabled: false } },
  });
  return violations.map(({ id, help, nodes }) => ({
    id, help, nodes: nodes.map((node) => `${node.target} ${node.failureSummary}`),
  }));
}"""


async def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """In light and in dark; of these rules, by default of all that WCAG has up to AA."""
    found = []
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_source())
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        told: list[dict[str, Any]] = await page.evaluate(RUN, rules or LEVEL_AA)
        found += [f"{scheme}: {one['id']}: {one['help']}: {one['nodes']}" for one in told]
    return found


@cache
def _source() -> str:
    return AXE.read_text()
