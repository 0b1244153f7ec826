"""Who asks, over HTTP: a token in the header, a session of the pages, or whoever sits at the machine while no token is set.

Another site's page may send requests from a clerk's browser as well. So what changes something is refused when the browser says that it comes
from elsewhere, and with a session also without the session's own word (``csrf``), which no other site can know.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from urllib.parse import urlsplit

from flask import g, request, session

from desk.access import NOBODY, Who, is_open, known, known_by_number
from desk.errors import Denied
from desk.office import Desk

__all__ = ["csrf_word", "enter", "guard_origin", "leave", "require", "who"]

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_TOKEN, _WORD = "token", "csrf"
HEADER = "X-CSRF-Token"


def who(desk: Desk) -> Who:
    """Who makes this request.

    Raises:
        Denied: nobody that is known.
    """
    if "who" not in g:
        g.who = _who(desk)
    found: Who = g.who
    return found


def _who(desk: Desk) -> Who:
    given = request.headers.get("Authorization", "")
    scheme, _, secret = given.partition(" ")
    with desk.store.read() as held:
        if given:
            if scheme.lower() != "bearer":
                raise Denied("access.token")
            return known(held, secret.strip())
        if _TOKEN in session:
            found = known_by_number(held, int(session[_TOKEN]))
            _guard_word()
            return found
        if not is_open(held):
            raise Denied("access.needed")
    if not _is_here(desk.settings.proxies):
        raise Denied("access.closed")
    return NOBODY


def require(desk: Desk, role: str) -> Who:
    """Who makes this request, who may do what *role* may.

    Raises:
        Denied: they may not.
    """
    found = who(desk)
    if not found.may(role):
        raise Denied("access.role", role=found.role, wanted=role)
    return found


def enter(desk: Desk, secret: str) -> Who:
    """Opens a session of the pages for the token *secret*.

    Raises:
        Denied: it is nobody's.
    """
    with desk.store.read() as held:
        found = known(held, secret.strip())
    session.clear()
    session[_TOKEN], session[_WORD] = found.token, secrets.token_urlsafe(24)
    return found


def leave() -> None:
    """Ends the session."""
    session.clear()


def csrf_word() -> str:
    """The session's own word, for the pages to send along (header ``X-CSRF-Token``, or the field ``csrf`` of a form)."""
    if _WORD not in session:
        session[_WORD] = secrets.token_urlsafe(24)
    return str(session[_WORD])


def _guard_word() -> None:
    if request.method in _SAFE:
        return
    given = request.headers.get(HEADER) or request.form.get(_WORD, "")
    if not hmac.compare_digest(given.encode(), str(session.get(_WORD, "")).encode()):
        raise Denied("access.csrf")


def guard_origin() -> None:
    """Refuses what another site's page sends.

    Raises:
        Denied: it comes from there.
    """
    if request.method in _SAFE:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise Denied("access.origin")
    origin = request.headers.get("Origin")
    if origin == "null" and request.headers.get("Sec-Fetch-Site") == "same-origin":
        # A form of our own: since our pages send no referrer, browsers don't name the origin either (Fetch, "append a request Origin header").
        return
    if origin is not None and urlsplit(origin).netloc.lower() != request.host.lower():
        raise Denied("access.origin")


def _is_here(proxies: int) -> bool:
    """Whether the request comes from this machine, and was made for it: a name elsewhere may be made to point here."""
    if not proxies and "X-Forwarded-For" in request.headers:
        return False
    try:
        near = ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
    name = urlsplit(f"//{request.host}").hostname or ""
    try:
        return near and ipaddress.ip_address(name).is_loopback
    except ValueError:
        return near and (name == "localhost" or name.endswith(".localhost"))
