"""What the command line does with a desk: serve it, work for it, look it over, give tokens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from desk.access import ROLES, make_token, revoke_token, tokens
from desk.doctor import Finding, look_over
from desk.logs import set_up
from desk.office import open_desk
from desk.settings import Settings, load
from desk.shapes import token_json

__all__ = ["ROLES", "Finding", "add_token", "examine", "list_tokens", "settings_of", "take_token", "work"]


def settings_of(given: Mapping[str, Any]) -> Settings:
    """The settings with what the call *given* says of them; other keys of it are left alone."""
    known = {
        name: given[name]
        for name in ("data", "database", "host", "port", "workers", "scheduler")
        if given.get(name) is not None
    }
    return load(known, file=given.get("config"))


def examine(settings: Settings) -> list[Finding]:
    """What there is to be said of the desk."""
    return list(look_over(settings))


def work(settings: Settings, started: Callable[[str], object], stop: threading.Event) -> None:
    """Reads what waits in the store, or with a scheduler what that gives out, until *stop* is set."""
    set_up(settings.log)
    if settings.scheduler:
        from desk.cluster import serve_worker

        serve_worker(settings.scheduler, workers=max(1, settings.workers), started=started)
        return
    desk = open_desk(settings)
    try:
        started(desk.runner.owner if desk.runner else "")
        while not stop.wait(0.5):
            pass
    finally:
        desk.close()


def add_token(settings: Settings, name: str, role: str) -> tuple[int, str]:
    """A new token's number and its secret."""
    desk = open_desk(settings, runs=False)
    try:
        return make_token(desk.store, name, role, by="cli")
    finally:
        desk.close()


def list_tokens(settings: Settings) -> list[dict[str, Any]]:
    """The tokens, without their secrets."""
    desk = open_desk(settings, runs=False)
    try:
        with desk.store.read() as session:
            return [token_json(token) for token in tokens(session)]
    finally:
        desk.close()


def take_token(settings: Settings, number: int) -> None:
    """Makes a token worthless."""
    desk = open_desk(settings, runs=False)
    try:
        revoke_token(desk.store, number, by="cli")
    finally:
        desk.close()
