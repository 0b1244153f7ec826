"""The fonts of official documents in a preview: which of them this machine lacks, and what is shown in their place.

A document always names the official fonts. What a preview shows in their place says nothing about it but its layout.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache
from xml.sax.saxutils import escape

from forms.vocabulary import table

__all__ = ["configuration", "substitutes"]

_SECONDS = 20
_SYSTEM = "/etc/fonts/fonts.conf"
_FILE = "FONTCONFIG_FILE"

_RULE = """<match target="pattern"><test name="family"><string>{name}</string></test>
<edit name="family" mode="assign" binding="strong"><string>{shown}</string></edit>{weight}</match>
"""
_WEIGHT = '<edit name="weight" mode="assign" binding="strong"><const>bold</const></edit>'


@lru_cache(maxsize=1)
def _installed() -> frozenset[str]:
    """The names of the fonts that fontconfig knows; none where there is no fontconfig."""
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    try:
        listed = subprocess.run([program, ":", "family"], capture_output=True, check=False, timeout=_SECONDS)  # noqa: S603  # no shell, no words of others
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    lines = listed.stdout.decode("utf-8", "replace").splitlines()
    return frozenset(name.strip().lower() for line in lines for name in line.split(","))


def substitutes() -> dict[str, str]:
    """What is shown in the place of each official font that isn't installed; those that nothing is known to look like are left to the system."""
    installed = _installed()
    found = {}
    for font in table("fonts")["font"]:
        if font["name"].lower() not in installed:
            names = (*font.get("same", ()), *font["alike"])
            shown = next((name for name in names if name.lower() in installed), None)
            if shown is not None:
                found[str(font["name"])] = str(shown)
    return found


def configuration() -> str:
    """A configuration of fontconfig that shows those; "" where every font is there."""
    shown = substitutes()
    if not shown:
        return ""
    fonts = {font["name"]: font for font in table("fonts")["font"]}
    rules = "".join(
        _RULE.format(
            name=escape(name),
            shown=escape(instead),
            weight=_WEIGHT if fonts[name].get("heavy") and instead not in fonts[name].get("same", ()) else "",
        )
        for name, instead in shown.items()
    )
    base = escape(os.environ.get(_FILE) or _SYSTEM)
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f'<fontconfig><include ignore_missing="yes">{base}</include>\n{rules}</fontconfig>\n'
    )
