"""The dialog "Model and behaviour", by hand, on a site of two models; one of them is a real one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.site import Site, running_site
from tests.support.waiting import wait_for

POCKET = {"INFERENCE_BACKEND": "transformers", "CHAT_MODEL": "pocket", "TORCH_THREADS": "1"}
SECOND = {"MODEL_NAME": "second"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    # Who is asked for a title ends one more than those that are counted here.
    environment = {"TITLES": "first_words"}
    with running_site(Path(tmp_path_factory.mktemp("two-models")), environment) as running:
        running.start_gpu_worker("second-worker", **SECOND)
        running.wait_until_at_work("second-worker")
        yield running


def chip(page: Page) -> Locator:
    return page.locator(".model-chip")


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Model and behaviour")


async def open_settings(page: Page) -> Locator:
    await chip(page).click()
    await expect(dialog(page)).to_be_visible()
    return dialog(page)


async def choose(page: Page, model: str) -> None:
    form = await open_settings(page)
    await form.get_by_label("Model", exact=True).select_option(model)
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_be_hidden()
    await expect(chip(page).locator(".model-name")).to_have_text(model)


async def test_the_chosen_model_answers_from_the_next_reply_on_and_after_a_reload(
    page: Page, site: Site
) -> None:
    await send(page, "!reply From the first.")
    await expect(last_reply(page).locator(".prose")).to_have_text("From the first.")
    before = site.count("inference_endings_total", "second-worker")
    await choose(page, "second")
    await page.reload()
    await expect(chip(page).locator(".model-name")).to_have_text("second")
    await expect(page.locator("#model-banner")).to_be_hidden()
    await send(page, "!reply From the second.")
    await expect(last_reply(page).locator(".prose")).to_have_text("From the second.")
    assert site.count("inference_endings_total", "second-worker") == before + 1


async def test_a_new_chat_keeps_its_settings_over_a_reload_and_begins_with_them(
    page: Page, site: Site
) -> None:
    form = await open_settings(page)
    await form.get_by_label("Model", exact=True).select_option("second")
    await form.get_by_label("System prompt").fill("Be brief.")
    await expect(form.locator(".settings-count")).to_have_text("9 of 8,000 characters")
    await form.get_by_label("Most tokens").fill("3")
    await form.get_by_role("button", name="Save").click()
    await expect(chip(page)).to_contain_text("customised")
    await page.reload()
    await expect(chip(page).locator(".model-name")).to_have_text("second")
    before = site.count("inference_endings_total", "second-worker")
    await send(page, "!reply one two three four five")
    await expect(last_reply(page).locator(".prose")).to_have_text("one two three")
    assert site.count("inference_endings_total", "second-worker") == before + 1
    await page.goto("/")
    await expect(chip(page)).not_to_contain_text("customised")
    await expect(chip(page).locator(".model-name")).to_have_text("scripted")


async def test_two_models_answer_one_message_and_the_chosen_one_goes_on(
    page: Page, site: Site
) -> None:
    await send(page, "!reply Hello.")
    await expect(last_reply(page).locator(".reply-figures")).to_be_visible()
    before = site.count("inference_endings_total", "second-worker")
    await (await open_settings(page)).get_by_role("link", name="Ask two models at once").click()
    await page.get_by_role("textbox", name="Message to both").fill("!reply From each.")
    await page.get_by_role("button", name="Ask both").click()
    sides = page.locator(".compare-side")
    await expect(sides.locator("h2.compare-name")).to_contain_text(["scripted", "second"])
    await expect(sides.locator(".prose")).to_have_text(["From each.", "From each."])
    await sides.nth(1).get_by_role("button", name="Go on with this one").click()
    await expect(chip(page).locator(".model-name")).to_have_text("second")
    await expect(last_reply(page).locator(".versions-place")).to_have_text("2/2")
    assert site.count("inference_endings_total", "second-worker") == before + 1


async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(page: Page) -> None:
    await send(page, "!reply Hello.")
    form = await open_settings(page)
    temperature = form.get_by_label("Temperature")
    await temperature.fill("3,5")
    await form.get_by_role("button", name="Save").click()
    await expect(form.locator("#setting-temperature-error")).to_have_text(
        "temperature must be 0, or from 0.01 to 2; it is 3.5."
    )
    await expect(temperature).to_be_focused()
    await expect(temperature).to_have_attribute("aria-invalid", "true")
    await temperature.fill("0.5")
    await form.get_by_text("More", exact=True).click()
    await form.get_by_label("Stop strings").fill("END\n\\n")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_be_hidden()
    await page.reload()
    await open_settings(page)
    await expect(temperature).to_have_value("0.5")
    await expect(form.get_by_label("Stop strings")).to_have_value("END\n\\n")
    await page.keyboard.press("Escape")
    await expect(form).to_be_hidden()
    await expect(chip(page)).to_be_focused()


async def test_other_tabs_see_the_change(page: Page) -> None:
    await send(page, "!reply Hello.")
    await expect(last_reply(page).locator(".reply-figures")).to_be_visible()
    other = await page.context.new_page()
    await other.goto(page.url)
    await expect(chip(other).locator(".model-name")).to_have_text("scripted")
    await choose(page, "second")
    await expect(chip(other).locator(".model-name")).to_have_text("second")


async def test_a_message_for_a_model_that_is_gone_waits_visibly_and_can_be_stopped(
    page: Page, site: Site
) -> None:
    await choose(page, "second")
    await send(page, "!reply Here I am.")
    await expect(last_reply(page).locator(".prose")).to_have_text("Here I am.")
    site.kill("second-worker")
    try:
        await expect(chip(page).locator(".model-state")).to_have_text("not running", timeout=30_000)
        await expect(page.locator("#model-banner")).to_contain_text("No worker serves second")
        await send(page, "!reply Anybody?")
        words = last_reply(page).locator(".reply-status-words")
        await expect(words).to_have_text("Waiting: no worker serves second just now")
        await page.get_by_role("button", name="Stop").click()
        await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")
        form = await open_settings(page)
        await expect(form.locator("option:checked")).to_have_text("second (not running)")
        await form.get_by_label("Model", exact=True).select_option("")
        await form.get_by_role("button", name="Save").click()
        await expect(page.locator("#model-banner")).to_be_hidden()
        await send(page, "!reply From the first.")
        await expect(last_reply(page).locator(".prose")).to_have_text("From the first.")
    finally:
        site.start_gpu_worker("second-worker", **SECOND)
        site.wait_until_at_work("second-worker")


async def test_a_real_model_can_be_chosen(page: Page, site: Site) -> None:
    site.start_gpu_worker("pocket-worker", **POCKET)
    try:
        site.wait_until_at_work("pocket-worker")
        await expect(page.locator("body")).to_be_visible()
        await choose(page, "pocket")
        await composer(page).fill("What is 2 + 3?")
        await composer(page).press("Enter")
        prose = last_reply(page).locator(".prose")
        await expect(last_reply(page).locator(".reply-figures")).to_contain_text(
            re.compile("token"), timeout=60_000
        )
        await expect(prose).to_contain_text("5")
        await expect(prose).not_to_contain_text("You said")
    finally:
        site.end("pocket-worker")
        wait_for(lambda: site.ready_workers() == 2, what="only the two of the other tests")


async def test_a_team_with_a_model_of_its_own_can_be_answered_by_that_of_the_site(
    page: Page, site: Site
) -> None:
    await page.goto("/teams/")
    await page.get_by_role("textbox", name="Name").fill("Garden")
    await page.get_by_role("button", name="Make the team").click()
    await page.get_by_role("link", name="Settings of the team").click()
    await page.get_by_label("Model of new conversations").select_option("second")
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("link", name="Back to the team").click()
    await page.get_by_role("link", name="To its conversations").click()
    await expect(chip(page).locator(".model-name")).to_have_text("second")
    form = await open_settings(page)
    models = form.get_by_label("Model", exact=True)
    offered = models.locator("option")  # others may be known from workers that were there
    await expect(offered.nth(0)).to_have_text("The team's own (second)")
    await expect(offered.nth(1)).to_have_text("The site's own (scripted)")
    await models.select_option("The site's own (scripted)")
    await form.get_by_role("button", name="Save").click()
    before = site.count("inference_endings_total", "second-worker")
    await send(page, "!reply From that of the site.")
    await expect(last_reply(page).locator(".prose")).to_have_text("From that of the site.")
    await expect(chip(page).locator(".model-name")).to_have_text("scripted")
    assert site.count("inference_endings_total", "second-worker") == before
