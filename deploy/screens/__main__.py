"""python -m deploy.screens: takes a picture of every page and state into docs/screens/.

    --language ar   in another language than English (into var/screens/ar)

Light and dark, on a desktop and on a phone, at a site of its own with scripted replies.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import shutil
import tempfile
from itertools import product
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from deploy.screens.planting import plant
from deploy.screens.states import PEOPLE, STRANGERS, Way, stop_what_is_written
from tests.support.people import PASSWORD
from tests.support.site import Site, running_site

ROOT = Path(__file__).resolve().parents[2]
SCREENS = {"desktop": (1280, 800), "phone": (390, 844)}
SCHEMES = ("light", "dark")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 60_000
# A reply that is still written when its picture is taken.
SCRIPTED = {"SCRIPTED_TOKENS_PER_SECOND": "20", "SCRIPTED_REPLY_TOKENS": "400"}
# A third of what the same picture takes as a PNG, and no difference to be seen.
TO_WEBP = """async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext("2d").drawImage(image, 0, 0);
  const webp = await canvas.convertToBlob({ type: "image/webp", quality: 0.85 });
  const bytes = Array.from(new Uint8Array(await webp.arrayBuffer()));
  return btoa(bytes.map((one) => String.fromCharCode(one)).join(""));
}"""


async def take_all(site: Site, language: str, folder: Path) -> None:
    installed = next(filter(None, map(shutil.which, CHROMIUM)), None)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=installed, args=ARGUMENTS)
        await sign_up(browser, site.url)
        await plant(browser, site)
        darkroom = await browser.new_page()
        for (device, size), scheme in product(SCREENS.items(), SCHEMES):
            context = await browser.new_context(
                base_url=site.url,
                viewport={"width": size[0], "height": size[1]},
                color_scheme=scheme,  # type: ignore[arg-type]
                locale=language,
                reduced_motion="reduce",
                has_touch=device == "phone",
                is_mobile=device == "phone",
            )
            context.set_default_timeout(PATIENCE_MS)
            page = await context.new_page()
            await take(page, STRANGERS, darkroom, folder, f"{device}-{scheme}")
            await sign_in(page)
            await take(page, PEOPLE, darkroom, folder, f"{device}-{scheme}")
            await context.close()
        await browser.close()


async def take(page: Page, ways: dict[str, Way], darkroom: Page, folder: Path, suffix: str) -> None:
    for name, way in ways.items():
        await way(page)
        png = await page.screenshot(animations="disabled", caret="hide")
        await stop_what_is_written(page)
        path = folder / f"{name}-{suffix}.webp"
        webp = await darkroom.evaluate(TO_WEBP, base64.b64encode(png).decode())
        path.write_bytes(base64.b64decode(webp))
        print(path.relative_to(ROOT), flush=True)


async def sign_up(browser: Browser, url: str) -> None:
    page = await browser.new_page(base_url=url)
    await page.goto("/sign-up/")
    await page.locator("[name=username]").fill("alice")
    for name in ("password1", "password2"):
        await page.locator(f"[name={name}]").fill(PASSWORD)
    await page.locator("main [type=submit]").click()
    await page.wait_for_url("/")
    await page.close()


async def sign_in(page: Page) -> None:
    await page.goto("/sign-in/")
    await page.locator("[name=login]").fill("alice")
    await page.locator("[name=password]").fill(PASSWORD)
    await page.locator("main [type=submit]").click()
    await page.wait_for_url("/")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", default="en")
    language = parser.parse_args().language
    english = ROOT / "docs" / "screens"
    folder = english if language == "en" else ROOT / "var" / "screens" / language
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.webp"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory(prefix="chatsite-screens-") as directory,
        running_site(Path(directory), SCRIPTED) as site,
    ):
        asyncio.run(take_all(site, language, folder))


if __name__ == "__main__":
    main()
