"""Where the browser finds styles and scripts."""

from functools import cache

from django.contrib.staticfiles.storage import StaticFilesStorage


class StaticFiles(StaticFilesStorage):
    """Every page names eight files: their addresses are put together once."""

    def url(self, name: str | None) -> str:
        return address_of(self, name)


@cache
def address_of(files: StaticFiles, name: str | None) -> str:
    return super(StaticFiles, files).url(name)
