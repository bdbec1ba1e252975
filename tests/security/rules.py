"""Who may ask for what. A rule for every address of the site, written down once: an address that is
not here fails tests/security/test_access.py until somebody has said whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Form = Mapping[str, Any]
Whose = Literal[
    "everybody", "strangers", "people", "owner", "own", "each", "secret", "link", "key", "nobody"
]


@dataclass(frozen=True, slots=True)
class Rule:
    """whose: who is let in; see WHOSE. methods: what they may do there, GET standing for HEAD too.
    form: what makes a POST a good one, so that it is the rule that is tested and not the form.
    scopes: which of them a key needs, by verb."""

    whose: Whose
    methods: frozenset[str]
    form: Form = field(default_factory=dict)
    scopes: Mapping[str, str] = field(default_factory=dict)


WHOSE = {
    "everybody": "signed in or not",
    "strangers": "who is not signed in; others are led away, for it is of no use to them",
    "people": "who is signed in, each to their own things",
    "owner": "whose the thing in the address is; for others it is missing",
    "own": "who is signed in; what is another's is left as it is, and answered as one that is gone",
    "each": "who is signed in; what is there is everybody's, what is done is for oneself",
    "secret": "whoever has the secret that stands in the address",
    "link": "people who have the link",
    "key": "programs with a key; a session is none",
    "nobody": "there is nothing",
}

GET, POST, BOTH = frozenset({"GET"}), frozenset({"POST"}), frozenset({"GET", "POST"})
ANYTHING = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


def everybody(methods: frozenset[str] = GET, **form: Any) -> Rule:
    return Rule("everybody", methods, form)


def strangers(methods: frozenset[str] = BOTH) -> Rule:
    return Rule("strangers", methods)


def people(methods: frozenset[str] = GET, **form: Any) -> Rule:
    return Rule("people", methods, form)


def owner(methods: frozenset[str] = GET, **form: Any) -> Rule:
    return Rule("owner", methods, form)


def own(methods: frozenset[str] = POST, **form: Any) -> Rule:
    return Rule("own", methods, form)


def each(methods: frozenset[str] = POST, **form: Any) -> Rule:
    return Rule("each", methods, form)


def secret(methods: frozenset[str] = GET, **form: Any) -> Rule:
    return Rule("secret", methods, form)


def link(methods: frozenset[str] = GET, **form: Any) -> Rule:
    return Rule("link", methods, form)


def nobody() -> Rule:
    return Rule("nobody", ANYTHING)


def key(**scopes: str) -> Rule:
    return Rule("key", frozenset(scopes), scopes=scopes)


ID = "5c1c6f0e-6b1e-4d0a-9f0e-3a4f0c1d2e3f"  # of a form

SITE: Mapping[str, Rule] = {
    "/": people(),  # a program posts here, with its key: see PROGRAMS
    "/healthz": everybody(),
    "/readyz": everybody(),
    "/metrics": everybody(),
    "/manifest.webmanifest": everybody(),
    "/sw.js": everybody(),
    "/offline/": everybody(),
    "/favicon.ico": everybody(),
    "/api/docs": everybody(),
    "/api/openapi.json": everybody(),
    "/api/try": everybody(),
}

ACCOUNTS: Mapping[str, Rule] = {
    "/sign-up/": strangers(),
    "/sign-up/{token}/": secret(BOTH),
    "/sign-in/": strangers(),
    "/sign-in/again/": people(BOTH),
    "/sign-in/again/code/": people(BOTH),
    "/sign-in/again/passkey/": people(BOTH),
    "/sign-in/waiting/": everybody(),
    "/sign-in/disabled/": everybody(),
    "/sign-in/second/": strangers(),
    "/sign-in/passkey/": strangers(),
    "/sign-in/sso/": nobody(),  # while no provider is set
    "/sign-in/sso/back/": nobody(),
    "/sign-in/sso/cancelled/": everybody(),
    "/sign-in/sso/signed-out/": nobody(),
    "/settings/connected/": nobody(),
    "/settings/connected/connect/": nobody(),
    "/settings/connected/disconnect/": nobody(),
    "/sign-out/": everybody(POST),
    "/e-mail/sent/": everybody(),
    "/e-mail/{key}/": secret(BOTH),
    "/password/": people(BOTH),
    "/password/done/": everybody(),
    "/password/set/": people(BOTH),
    "/password/reset/": everybody(BOTH),
    "/password/reset/sent/": everybody(),
    "/password/reset/{uidb36}/{key}/": secret(BOTH),
    "/password/reset/complete/": everybody(),
    "/settings/second-factor/": people(),
    "/settings/second-factor/app/": people(BOTH),
    "/settings/second-factor/app/remove/": owner(BOTH),  # Alice alone has one
    "/settings/second-factor/passkeys/add/": people(BOTH),
    "/settings/second-factor/passkeys/{pk}/remove/": owner(BOTH),
    "/settings/second-factor/codes/": owner(),  # the same
    "/settings/second-factor/codes/new/": people(BOTH),
    "/settings/devices/": people(),
    "/settings/devices/{session_id}/end/": own(),
    "/settings/devices/end-others/": people(POST),
    "/settings/language/": everybody(BOTH, language="de"),
    "/settings/keys/": people(BOTH, name="Mine", scopes=["models"]),
    "/settings/keys/{key_id}/revoke/": owner(BOTH),
}

# Alice owns the team of these addresses; what its other members may: tests/teams.
TEAMS: Mapping[str, Rule] = {
    "/teams/": people(BOTH, name="Mine"),
    "/teams/join/": nobody(),  # while no invitation was brought
    "/teams/join/{token}/": secret(),
    "/teams/{team_id}/": owner(),
    "/teams/{team_id}/settings/": owner(BOTH, name="Hers"),
    "/teams/{team_id}/leave/": owner(BOTH),
    "/teams/{team_id}/delete/": owner(BOTH, name="Hers"),
    "/teams/{team_id}/invite/": owner(POST, role="member", days="7"),
    "/teams/{team_id}/invitations/{invitation_id}/revoke/": owner(POST),
    "/teams/{team_id}/members/{membership_id}/role/": owner(POST, role="reviewer"),
    "/teams/{team_id}/members/{membership_id}/remove/": owner(BOTH),
}

CHAT: Mapping[str, Rule] = {
    "/teams/{team_id}/chat/": owner(),
    "/c/{conversation_id}/": owner(),
    "/c/{conversation_id}/rename/": owner(POST, title="Another"),
    "/c/{conversation_id}/delete/": owner(POST),
    "/c/{conversation_id}/restore/": owner(POST),
    "/c/{conversation_id}/settings/": owner(POST, sampling="{}"),
    "/c/{conversation_id}/share/": owner(BOTH),
    "/c/{conversation_id}/duplicate/": owner(POST, form=ID),
    "/c/{conversation_id}/export.md": owner(),
    "/c/{conversation_id}/export.json": owner(),
    "/c/{conversation_id}/report/": owner(BOTH),
    "/c/{conversation_id}/pin/": owner(POST, on="1"),
    "/c/{conversation_id}/archive/": owner(POST, on="1"),
    "/c/{conversation_id}/folder/": owner(POST),
    "/c/{conversation_id}/tags/": owner(BOTH, add="mine"),
    "/c/{conversation_id}/compare/": owner(BOTH, form=ID, text="And?"),
    "/compare/": people(BOTH, form=ID, text="And?"),
    "/compare/{generation_id}/": owner(),
    "/compare/{generation_id}/keep/": owner(POST),
    "/compare/{generation_id}/again/": owner(POST, form=ID),
    "/feedback/{message_id}/": owner(BOTH | {"DELETE"}, rating="good"),
    "/settings/": people(BOTH, section="profile"),
    "/settings/check/": people(POST, sampling="{}"),
    "/settings/readers/": people(),
    "/settings/export.json": people(),
    "/settings/import/": people(BOTH),
    "/settings/import/begin": people(POST, name="mine.json"),
    "/settings/import/{import_id}/{number}": owner(POST),
    "/settings/import/{import_id}/finish": owner(POST),
    "/settings/delete-conversations/": people(BOTH),
    "/settings/delete-account/": people(BOTH),
    "/settings/links/{link_id}/revoke/": owner(POST),
    "/settings/prompts/": people(BOTH, name="Mine", text="Do it"),
    "/settings/prompts/{prompt_id}/": owner(BOTH, name="Mine", text="Do it"),
    "/settings/prompts/{prompt_id}/delete/": owner(POST),
    "/settings/prompts/{prompt_id}/restore/": own(),
    "/prompts/": people(),
    "/s/{token}": link(),
    "/s/{token}/fork": link(POST, form=ID),
    "/conversations/": people(),
    "/archived/": people(),
    "/search/": people(),
    "/folders/": people(POST, name="Mine"),
    "/folders/{folder_id}/rename/": owner(POST, name="Mine"),
    "/folders/{folder_id}/delete/": owner(POST),
    "/temporary/": people(),
    "/temporary/answer": people(POST),
    "/temporary/save": people(POST),
    "/demo/streaming": people(),
    "/demo/streaming/answer": people(POST),
}

PROGRAMS: Mapping[str, Rule] = {
    "/v1/chat/completions": key(POST="generate"),
    "/v1/completions": key(POST="generate"),
    "/v1/models": key(GET="models"),
    "/v1/models/{name}": key(GET="models"),
    "/v1/responses": key(POST="generate"),
    "/v1/responses/{response_id}": key(GET="read"),
    "/v1/responses/{response_id}/cancel": key(POST="generate"),
    "/v1/messages": key(POST="generate"),
    "/v1/messages/count_tokens": key(POST="models"),
    "/v1/generations/{generation_id}": key(GET="read", DELETE="generate"),
    "/v1/generations/{generation_id}/stream": key(GET="read"),
    "/v1/{rest}": nobody(),
    "/generate": key(POST="generate"),
    "/generate_stream": key(POST="generate"),
    "/generate_compat": key(POST="generate"),
    "/info": key(GET="models"),
    "/health": everybody(),
    "/tokenize": key(POST="models"),
    "/detokenize": key(POST="models"),
}

OPERATIONS: Mapping[str, Rule] = {
    "/announcements/": people(),
    "/announcements/{announcement_id}/dismiss/": each(),
}

RULES: Mapping[str, Rule] = {
    **SITE,
    **ACCOUNTS,
    **TEAMS,
    **CHAT,
    **PROGRAMS,
    **OPERATIONS,
}
