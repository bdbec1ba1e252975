"""Long lists of sentences, one on a line. Knows no subject and no grammar."""


def one_per_line(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
