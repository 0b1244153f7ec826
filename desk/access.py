"""Who may do what: tokens with a role, kept as digests; and the audit of what must be answered for."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.columns import now
from desk.errors import Conflict, Denied, Invalid, Missing
from desk.models import Audit, Token
from desk.store import Store

__all__ = [
    "NOBODY",
    "ROLES",
    "Who",
    "audit",
    "is_open",
    "known",
    "known_by_number",
    "make_token",
    "revoke_token",
    "tokens",
]

ROLES = ("uploader", "clerk", "publisher", "admin")
"""Each may do what those before it may."""

_MARK = "fb_"


@dataclass(frozen=True, kw_only=True, slots=True)
class Who:
    """Who asks: a token's name and role. ``token`` is its number, 0 for whoever sits at the machine itself while no token is set."""

    name: str
    role: str
    token: int = 0

    def may(self, role: str) -> bool:
        """Whether this role includes *role*."""
        return ROLES.index(self.role) >= ROLES.index(role)


NOBODY = Who(name="", role="admin")
"""Whoever sits at the machine, where no token is set."""


def _digest(secret: str) -> str:
    # The secret has 256 bits of chance, so there is nothing to guess and nothing to slow down.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def make_token(store: Store, name: str, role: str, *, by: str = "") -> tuple[int, str]:
    """A new token's number and its secret, which is shown this once.

    Raises:
        Invalid: there is no such role, or the name is empty.
    """
    if role not in ROLES:
        raise Invalid("call.role", roles=", ".join(ROLES))
    if not name.strip():
        raise Invalid("call.name")
    secret = _MARK + secrets.token_urlsafe(32)
    with store.write() as session:
        token = Token(name=name.strip(), role=role, digest=_digest(secret))
        session.add(token)
        session.flush()
        audit(session, by=by, action="token", target=f"token:{token.id}", details={"role": role})
        return token.id, secret


def tokens(session: Session) -> Sequence[Token]:
    """All tokens, revoked ones too."""
    return session.scalars(select(Token).order_by(Token.id)).all()


def revoke_token(store: Store, number: int, *, by: str = "") -> None:
    """Makes a token worthless from now on.

    Raises:
        Missing: there is none of that number.
        Conflict: it was revoked before.
    """
    with store.write() as session:
        token = session.get(Token, number)
        if token is None:
            raise Missing("missing.token", id=number)
        if token.revoked_at is not None:
            raise Conflict("conflict.revoked")
        token.revoked_at = now()
        audit(session, by=by, action="revoke", target=f"token:{number}")


def is_open(session: Session) -> bool:
    """Whether no token was ever made, so that whoever sits at the machine may do everything.

    Revoking the last one closes the service; it doesn't open it.
    """
    return not session.scalar(select(func.count()).select_from(Token))


def known(session: Session, secret: str) -> Who:
    """Whose token *secret* is.

    Raises:
        Denied: nobody's, or it was revoked.
    """
    token = session.scalar(select(Token).where(Token.digest == _digest(secret), Token.revoked_at.is_(None)))
    if token is None:
        raise Denied("access.token")
    return Who(name=token.name, role=token.role, token=token.id)


def known_by_number(session: Session, number: int) -> Who:
    """Whose token has that number, for a session that was opened with it.

    Raises:
        Denied: it was revoked.
    """
    token = session.get(Token, number)
    if token is None or token.revoked_at is not None:
        raise Denied("access.token")
    return Who(name=token.name, role=token.role, token=token.id)


def audit(session: Session, *, by: str, action: str, target: str, details: dict[str, Any] | None = None) -> None:
    """Records that *by* did *action* to *target*, in the caller's transaction. *details* never hold a value of a form."""
    session.add(Audit(by=by, action=action, target=target, details=details or {}))
