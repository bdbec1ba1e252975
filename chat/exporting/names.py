"""What a file is called, on any system and in any language. Knows no file."""

from __future__ import annotations

import unicodedata

LONGEST_NAME_BYTES = 120  # file systems allow 255; what saves it may add to it
FORBIDDEN = set('<>:"/\\|?*')  # on Windows, and what divides paths
# With these Windows means devices.
DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{name}{n}" for name in ("com", "lpt") for n in range(10)
}
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # also what turns the direction of a name


def file_name(title: str, extension: str) -> str:
    kept = (" " if _is_bad(one) else one for one in title)
    name = " ".join("".join(kept).split()).strip(". ")
    while len(name.encode()) > LONGEST_NAME_BYTES:
        name = name[:-1].rstrip(". ")
    if not name or name.partition(".")[0].casefold() in DEVICES:
        name = f"chat {name}".strip()
    return f"{name}.{extension}"


def _is_bad(character: str) -> bool:
    return character in FORBIDDEN or unicodedata.category(character) in INVISIBLE
