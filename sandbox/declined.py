"""The one way in which the sandbox says no to a visitor or a script."""


class Declined(Exception):
    """Something that cannot be done: a code for programs, a sentence for people."""

    def __init__(self, code: str, sentence: str, status: int = 409):
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.status = status


def unreadable(sentence: str) -> Declined:
    return Declined("unreadable", sentence, 400)


def unknown(sentence: str) -> Declined:
    return Declined("unknown", sentence, 404)
