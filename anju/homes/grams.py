"""How an address is found by any two characters of it: by its pairs of neighbours, kept in an index."""


def grams_of(text: str) -> list[str]:
    """朝阳区建 → 朝阳, 阳区, 区建; blanks do not count."""
    plain = "".join(text.split())
    return sorted({plain[at : at + 2] for at in range(len(plain) - 1)})
