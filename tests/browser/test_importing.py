"""Bringing a file by hand."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.async_api import Page, expect

from tests.chat.importing import files


async def bring(page: Page, path: Path) -> None:
    await page.get_by_label("File", exact=True).set_input_files(path)
    await page.get_by_role("button", name="Import").click()


async def test_a_file_of_several_parts_is_brought_and_read(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "conversations.json"
    chats = [files.chatgpt(title=f"Number {number}") for number in range(20)]
    chats.append(files.chatgpt([("a", None, "user", "x" * 900_000)], title="Long"))
    chats.append(files.chatgpt([("a", None, "user", "y" * 900_000)], title="Longer"))
    chats.append(files.chatgpt([("a", "nobody", "user", "1")], title="Broken"))
    path.write_text(json.dumps(chats))
    await page.goto("/settings/")
    await page.get_by_role("link", name="Import conversations").click()
    await bring(page, path)
    await expect(page.get_by_text("22 conversations were imported.")).to_be_visible(timeout=30_000)
    await expect(page.get_by_text("answers nobody, which is not there")).to_be_visible()
    await page.get_by_text("Imported conversations").click()
    await page.get_by_role("link", name="Number 7", exact=True).click()
    await expect(page.locator("chat-reply")).to_have_count(2)
    await expect(page.locator(".prose strong")).to_have_text("first")

    await page.goto("/settings/import/")
    await bring(page, path)
    await expect(page.get_by_text("22 conversations were here already.")).to_be_visible(
        timeout=30_000
    )


async def test_a_picture_is_no_conversation(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "cat.json"
    path.write_bytes(b"\x89PNG\r\n")
    await page.goto("/settings/import/")
    await bring(page, path)
    await expect(page.locator(".import .errors")).to_contain_text("This is not JSON")
