"""What alice has said before her pictures are taken: made on the page as by anybody, then put into
words that nobody would need for a script."""

from __future__ import annotations

from playwright.async_api import Browser, Page, expect

from deploy.screens.states import say
from tests.support.people import PASSWORD
from tests.support.site import Site

ASKED = "What matters when text streams?"
TOLD = """Three things matter when text **streams**:

1. the first word comes soon,
2. the rest at an even pace,
3. and `stop` means stop.

```python
async for event in read_events(generation, after=0):
    page.show(event)  # in order, each once
```

| measure | value |
|---|---:|
| first token | 0.2 s |
| speed | 40 tokens/s |

> What was shown never disappears.
"""
FAILED = "Compare these two reports."
RENAMED = {f"!reply {TOLD}".strip(): ASKED, "!fail after 22": FAILED}
# Title, and how many days ago.
EARLIER = (
    ("Names for a reading club", 0),
    ("Why is the build slow?", 1),
    ("A recipe for lentil soup", 1),
    ("Letter to the landlord", 4),
    ("Trains to the north", 5),
    ("SQL: the newest row of each group", 16),
)
PINNED = "Notes on the release"
IN_OTHER_WORDS = f"""
from datetime import timedelta
from django.utils.timezone import now
from accounts.models import User
from chat.models import Conversation, Message
alice = User.objects.get()
for old, new in {RENAMED!r}.items():
    for message in Message.objects.all():
        message.text = message.text.replace(old, new)
        message.save(update_fields=["text"])
    said = Message.objects.get(text=new, role="user")
    Conversation.objects.filter(pk=said.conversation_id).update(title=new)
for title, days in {EARLIER!r}:
    one = Conversation.objects.create(owner=alice, title=title)
    moment = now() - timedelta(days=days, minutes=5)
    Conversation.objects.filter(pk=one.pk).update(updated_at=moment)
Conversation.objects.create(owner=alice, title={PINNED!r}, is_pinned=True)
"""


async def plant(browser: Browser, site: Site) -> None:
    """In a browser of its own, as the one who has signed up."""
    page = await browser.new_page(base_url=site.url)
    page.set_default_timeout(60_000)
    await _sign_in(page)
    await say(page, "!fail after 22")
    await expect(page.locator("chat-reply").last).to_have_attribute("data-phase", "failed")
    await say(page, f"!reply {TOLD}")
    await expect(page.locator("chat-reply").last).to_have_attribute("data-phase", "finished")
    await expect(page.locator(".reply-figures").last).to_be_visible()
    await page.close()
    site.manage("shell", "-v", "0", "-c", IN_OTHER_WORDS)


async def _sign_in(page: Page) -> None:
    await page.goto("/sign-in/")
    await page.locator("[name=login]").fill("alice")
    await page.locator("[name=password]").fill(PASSWORD)
    await page.locator("main [type=submit]").click()
    await page.wait_for_url("/")
