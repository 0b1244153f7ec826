"""The public verbs over plain values, and the command line.

::

    >>> import fubiao
    >>> record, = fubiao.extract("filled-in.docx")
    >>> record.data["leader"]["mobile"]
    '13800001234'
    >>> blank = fubiao.render("recommendation", edition=record.edition)

Everything heavy is imported inside the verb that needs it: ``fubiao --help`` must not load an XML parser.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn, Self

from forms import __version__
from forms.errors import FubiaoError, UnknownName
from forms.messages import message

if TYPE_CHECKING:
    from desk.settings import Settings
    from forms.across import SetFinding
    from forms.definition import Edition, FormDefinition
    from forms.entry import Entry
    from forms.record import Issue, Record
    from parsers.document import Document
    from parsers.inspection.inspect import Inspection
    from parsers.report import Answer, Written

__all__ = [
    "FubiaoError",
    "__version__",
    "check",
    "documents",
    "extract",
    "forms",
    "inspect",
    "main",
    "read",
    "render",
    "schema",
]

Source = str | os.PathLike[str] | bytes
Json = dict[str, Any]

DONE, FAILED, MISUSED = 0, 1, 2
"""Exit codes: all went well; something failed, and standard error or the output says what; the call itself is wrong."""

PORT = 8765


# The verbs


def read(source: Source) -> Document:
    """The document at *source* (a path, or the bytes themselves) as found, before any form is known.

    Raises:
        Unreadable: the bytes are no readable document.
        OverLimit: reading would cost more than a form can need.
    """
    from parsers.read import read as read_document
    from parsers.report import read_bytes

    if isinstance(source, bytes):
        return read_document(source)
    return read_document(read_bytes(os.fspath(source)), name=os.fspath(source))


def extract(source: Source) -> tuple[Record, ...]:
    """One record for each form found at *source* (a path, or the bytes themselves).

    Raises:
        Unmatched: no known form is in it.
        Unreadable, OverLimit: as for ``read``.
    """
    from parsers.extraction.extract import extract as extract_records

    return extract_records(read(source))


def render(form: str, data: Mapping[str, Any] | None = None, *, edition: str | None = None) -> bytes:
    """The .docx of *form*: blank without *data*, prefilled with it.

    Raises:
        UnknownName: no such form or edition.
        InvalidData: *data* isn't of the form's shape.
    """
    from generators.render import render as render_docx

    definition = _definition(form, edition)
    if definition.document:
        from generators.documents import write

        return write(definition, data)
    return render_docx(definition, data)


def forms() -> tuple[Edition, ...]:
    """Every edition with its forms."""
    from forms.library import editions

    return editions()


def documents() -> tuple[FormDefinition, ...]:
    """The official documents that can be written."""
    from forms.library import documents as all_documents

    return all_documents()


def schema(form: str, *, edition: str | None = None) -> Json:
    """The JSON schema of the data of *form*.

    Raises:
        UnknownName: no such form or edition.
    """
    from forms.schema import schema as schema_of

    return schema_of(_definition(form, edition))


def check(form: str, data: Mapping[str, Any], *, edition: str | None = None) -> tuple[Issue, ...]:
    """What the rules of *form* find wrong with *data*.

    Raises:
        UnknownName: no such form or edition.
    """
    from forms.check import check as check_data

    return check_data(_definition(form, edition), data, {})


def inspect(source: Source, *, render: bool = True) -> Inspection:
    """Which rules of GB/T 9704-2012 the .docx at *source* (a path, or the bytes themselves) keeps, and which it breaks and where.

    Without *render*, or where LibreOffice is missing, what only the printed page shows is unchecked.

    Raises:
        Unreadable: the bytes are no .docx.
        OverLimit: as for ``read``.
    """
    from parsers.inspection.inspect import inspect as inspect_document
    from parsers.report import read_bytes

    return inspect_document(source if isinstance(source, bytes) else read_bytes(os.fspath(source)), render=render)


def _definition(form: str, edition: str | None) -> FormDefinition:
    from forms.library import definition

    return definition(form, edition)


# The command line


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line *argv* and answers its exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        _as_utf8(stream)
    try:
        options = _parser("--json" in arguments).parse_args(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else MISUSED
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except _Misuse as error:
        _complain(error.code, str(error), as_json=options.json)
        return MISUSED
    except FubiaoError as error:
        _complain(error.code, str(error), as_json=options.json)
        return FAILED
    except BrokenPipeError:
        # The reader has gone (``| head``). Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001  # a clerk sees one line, never a traceback with values in it
        from parsers.report import whereabouts

        _complain("internal", message("request.crash", where=whereabouts(error)), as_json=options.json)
        return FAILED
    return status


class _Misuse(FubiaoError):
    """The call can't mean anything; found after the arguments were parsed."""


def _as_utf8(stream: IO[str]) -> None:
    """Makes *stream* UTF-8 whatever the locale says; a file name that is no text becomes a JSON escape, which reads back the same."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _complain(code: str, text: str, *, as_json: bool) -> None:
    _tell("error", code, text, as_json=as_json)


def _remark(code: str, text: str, *, as_json: bool) -> None:
    _tell("note", code, text, as_json=as_json)


def _tell(what: str, code: str, text: str, *, as_json: bool) -> None:
    line = _line({what: {"code": code, "message": text}}) if as_json else f"fubiao: {' '.join(text.split())}"
    print(line, file=sys.stderr)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


class _Formatter(argparse.HelpFormatter):
    """Help in the clerk's language."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, message("cli.usage") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """One command's arguments, with help and errors in the clerk's language."""

    json = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, formatter_class=_Formatter, allow_abbrev=False)
        self.named = self.add_argument_group(message("cli.arguments"))
        self.flags = self.add_argument_group(message("cli.options"))
        self.flags.add_argument("-h", "--help", action="help", help=message("cli.help"))

    def error(self, message_: str) -> NoReturn:
        """Says in one line what is wrong with the call."""
        text = message("cli.error", reason=message_, program=self.prog)
        _complain("usage", text, as_json=_Parser.json)
        sys.exit(MISUSED)


def _parser(as_json: bool) -> _Parser:
    _Parser.json = as_json
    parser = _Parser(prog="fubiao", description=message("cli.description"), epilog=message("cli.epilog"))
    parser.flags.add_argument(
        "--version", action="version", version=f"fubiao {__version__}", help=message("cli.version")
    )
    commands = parser.add_subparsers(
        title=message("cli.commands"), metavar=message("cli.command"), required=True, dest="command"
    )

    def command(name: str, run: Any) -> _Parser:
        text = message(f"cli.{name}")
        sub: _Parser = commands.add_parser(name, help=text, description=text)
        sub.flags.add_argument("--json", action="store_true", help=message("cli.json"))
        sub.set_defaults(run=run)
        return sub

    sub = command("extract", _extract)
    sub.named.add_argument("paths", nargs="+", metavar="FILE|FOLDER", help=message("cli.extract_files"))
    sub.flags.add_argument("--out", metavar="FILE.jsonl", help=message("cli.extract_out"))
    sub.flags.add_argument("--jobs", type=_count, default=1, metavar="N", help=message("cli.extract_jobs"))
    sub.flags.add_argument("--scheduler", metavar="ADDRESS", help=message("cli.scheduler"))

    sub = command("read", _read)
    sub.named.add_argument("path", metavar="FILE", help=message("cli.read_file"))

    sub = command("render", _render)
    sub.named.add_argument("form", metavar="ID", help=message("cli.render_form"))
    sub.flags.add_argument("--edition", metavar="E", help=message("cli.edition"))
    sub.flags.add_argument("--data", metavar="FILE.json|.jsonl", help=message("cli.render_data"))
    sub.flags.add_argument("-o", "--out", required=True, metavar="OUT", help=message("cli.render_out"))
    sub.flags.add_argument("--force", action="store_true", help=message("cli.render_force"))
    sub.flags.add_argument("--lists", metavar="RECORDS.jsonl", help=message("cli.render_lists"))
    sub.flags.add_argument("--separate", action="store_true", help=message("cli.render_separate"))

    command("forms", _forms)

    sub = command("schema", _schema)
    sub.named.add_argument("form", metavar="ID", help=message("cli.render_form"))
    sub.flags.add_argument("--edition", metavar="E", help=message("cli.edition"))

    sub = command("check", _check)
    sub.named.add_argument("path", metavar="RECORDS.jsonl", help=message("cli.check_records"))

    sub = command("inspect", _inspect)
    sub.named.add_argument("path", metavar="FILE.docx", help=message("cli.inspect_file"))
    sub.flags.add_argument("--no-render", action="store_true", help=message("cli.inspect_plain"))

    _desk_parsers(command)
    return parser


def _desk_parsers(command: Callable[[str, Any], _Parser]) -> None:
    """Adds the commands that serve a desk, or look after it."""

    def of_a_desk(sub: _Parser) -> None:
        sub.flags.add_argument("--data", metavar="FOLDER", help=message("cli.data"))
        sub.flags.add_argument("--database", metavar="URL", help=message("cli.database"))
        sub.flags.add_argument("--config", metavar="FILE.toml", help=message("cli.config"))

    sub = command("serve", _serve)
    sub.flags.add_argument("--host", help=message("cli.serve_host"))
    sub.flags.add_argument("--port", type=_count, help=message("cli.serve_port", default=PORT))
    sub.flags.add_argument("--open", action="store_true", help=message("cli.serve_open"))
    sub.flags.add_argument("--samples", metavar="FOLDER", help=message("cli.serve_samples"))
    sub.flags.add_argument("--workers", type=_count, metavar="N", help=message("cli.workers"))
    sub.flags.add_argument("--scheduler", metavar="ADDRESS", help=message("cli.scheduler"))
    of_a_desk(sub)

    sub = command("worker", _worker)
    sub.flags.add_argument("--workers", type=_count, metavar="N", help=message("cli.workers"))
    sub.flags.add_argument("--scheduler", metavar="ADDRESS", help=message("cli.worker_scheduler"))
    of_a_desk(sub)

    sub = command("token", _token)
    sub.named.add_argument(
        "action", choices=("add", "list", "revoke"), metavar="add|list|revoke", help=message("cli.token_action")
    )
    sub.named.add_argument("name", nargs="?", metavar="NAME|ID", help=message("cli.token_name"))
    sub.flags.add_argument("--role", default="clerk", metavar="ROLE", help=message("cli.token_role"))
    of_a_desk(sub)

    of_a_desk(command("doctor", _doctor))


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


# One function a command


def _extract(options: argparse.Namespace) -> int:
    from parsers.batch import walk

    paths = list(walk(options.paths, without=options.out))
    records = failed = 0
    with _Output(options.out) as out, _Progress(len(paths)) as progress:
        for done, found in enumerate(_answers(paths, options), 1):
            texts = found.texts
            for text in texts:
                out.write(text + "\n")
            out.flush()
            failed += found.failed
            records += 0 if found.failed else len(texts)
            progress.show(done, failed)
    if options.out and sys.stderr.isatty():
        print(message("cli.extracted", total=len(paths), records=records, failed=failed), file=sys.stderr)
    return FAILED if failed else DONE


def _answers(paths: Sequence[str], options: argparse.Namespace) -> Iterator[Answer | Written]:
    if options.scheduler:
        from desk.cluster import answers as far

        return far(paths, options.scheduler)
    from parsers.batch import answers as near

    return near(paths, options.jobs or os.cpu_count() or 1)


class _Output:
    """Where the lines go: the file called *name*, or standard output."""

    def __init__(self, name: str | None) -> None:
        self.name = name

    def __enter__(self) -> IO[str]:
        if self.name is None:
            self.stream: IO[str] = sys.stdout
        else:
            try:
                self.stream = open(self.name, "w", encoding="utf-8", errors="backslashreplace", newline="\n")
            except OSError as error:
                raise _unwritable(self.name, error) from error
        return self.stream

    def __exit__(self, *_: object) -> None:
        if self.name is not None:
            self.stream.close()


class _Progress:
    """One line on a terminal that tells how far the reading is; nothing in a pipe."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.shown = sys.stderr.isatty() and total > 1

    def __enter__(self) -> Self:
        if self.shown:
            self.show(0, 0)
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def show(self, done: int, failed: int) -> None:
        """Draws the line anew."""
        if self.shown:
            bar = "█" * (20 * done // self.total)
            text = message("cli.progress", done=done, total=self.total, failed=failed)
            print(f"\r\x1b[K{bar:░<20} {text}", end="", file=sys.stderr, flush=True)


def _read(options: argparse.Namespace) -> int:
    from parsers.report import document_json

    print(_line(document_json(read(options.path), file=options.path)))
    return DONE


def _render(options: argparse.Namespace) -> int:
    preview = _preview(options)
    jobs = list(_wanted(options))
    if options.lists:
        jobs = [(edition, _with_lists(options, data)) for edition, data in jobs]
    if options.separate:
        return _render_separately(options, jobs)
    for (edition, data), target in zip(jobs, _targets(options, jobs), strict=True):
        made = render(options.form, data, edition=edition)
        _advise(options, data, edition)
        if preview is None:
            _write(target, made)
            continue
        from generators.pdf import ConversionFailed

        try:
            pages = preview(made)
        except ConversionFailed as error:
            # What was asked for is made all the same, in the form that needs no other program.
            instead = target.with_suffix(".docx")
            if instead.exists() and not options.force:
                raise
            _write(instead, made)
            raise _Instead(error, str(instead)) from error
        for number, page in enumerate(pages, 1):
            _write(target.with_stem(f"{target.stem}-{number}") if len(pages) > 1 else target, page)
    if preview is not None and not options.out.lower().endswith(".xlsx"):
        from generators.fonts import substitutes

        if shown := substitutes():
            fonts = "、".join(f"{name}→{instead}" for name, instead in shown.items())
            _remark("output.fonts", message("output.fonts", fonts=fonts), as_json=options.json)
    return DONE


_FILE_NAME = re.compile(r"[^\w〔〕（）《》“”—-]+")
"""What no file is named by."""


class _Instead(FubiaoError):
    """A preview that couldn't be made; the .docx was written in its place."""

    def __init__(self, error: FubiaoError, name: str) -> None:
        super().__init__("output.instead", reason=error, name=name)
        self.code = error.code


def _with_lists(options: argparse.Namespace, data: Json | None) -> Json | None:
    """*data* of a document with the rows of the summary tables in ``--lists``."""
    from generators.announce import listed

    if data is None:
        return None
    entries = [entry for entry in _entries(options.lists) if isinstance(entry.get("data"), dict)]
    for form, edition in dict.fromkeys((entry.get("form"), entry.get("edition")) for entry in entries):
        if form == _SUMMARY:
            records = [e["data"] for e in entries if (e.get("form"), e.get("edition")) == (form, edition)]
            data = listed(data, records, _definition(form, edition))
    return data


_SUMMARY = "summary"
"""The form whose rows a result's lists are made of."""


def _render_separately(options: argparse.Namespace, jobs: Sequence[tuple[str | None, Json | None]]) -> int:
    """Writes a document and each of its attachments as files of their own."""
    from generators.documents import write_separately

    definition = _definition(options.form, None)
    if not definition.document or not _is_folder(options.out):
        raise _Misuse("output.separate", name=options.form)
    for _, data in jobs:
        made = write_separately(definition, data)
        _advise(options, data, None)
        targets = [Path(options.out) / f"{_FILE_NAME.sub(' ', name).strip()[:80]}.docx" for name in made]
        for target in targets:
            if target.exists() and not options.force:
                raise _Misuse("output.exists", name=target)
        for target, content in zip(targets, made.values(), strict=True):
            _write(target, content)
    return DONE


def _advise(options: argparse.Namespace, data: Json | None, edition: str | None) -> None:
    """Tells what is odd about a document that was made all the same."""
    definition = _definition(options.form, edition)
    if not definition.document or not data:
        return
    for issue in check(options.form, data):
        if issue.severity == "warning":
            text = message("document.fault", where=issue.field, reason=issue.message)
            _remark(issue.code, text, as_json=options.json)


def _preview(options: argparse.Namespace) -> Any:
    """What makes the pages of the wanted kind of file from a .docx; None where it is the .docx itself that is wanted."""
    suffix = "" if _is_folder(options.out) else Path(options.out).suffix.lower()
    if suffix in {"", ".docx"}:
        return None
    if suffix == ".pdf":
        from generators.pdf import to_pdf

        return lambda docx: [to_pdf(docx)]
    if suffix == ".png":
        from generators.pdf import to_pictures

        return to_pictures
    if suffix == ".xlsx":
        if _definition(options.form, options.edition).document:
            raise _Misuse("output.sheet")
        from generators.sheet import form_workbook

        return lambda docx: [form_workbook(docx)]
    raise _Misuse("output.unavailable", suffix=suffix)


def _is_folder(out: str) -> bool:
    return out.endswith(("/", os.sep)) or os.path.isdir(out)


def _wanted(options: argparse.Namespace) -> Iterator[tuple[str | None, Json | None]]:
    """The edition and data of each form to make; one without data for a blank form."""
    if options.data is None:
        yield options.edition, None
        return
    found = skipped = 0
    for entry in _entries(options.data):
        edition, data = options.edition, entry
        if "data" in entry or "error" in entry:
            # An envelope, as ``extract`` writes it. Its edition counts unless the call names one.
            if entry.get("form") != options.form or not isinstance(entry.get("data"), dict):
                skipped += 1
                continue
            edition, data = options.edition or entry.get("edition"), entry["data"]
        found += 1
        yield edition, data
    if not found:
        raise UnknownName("output.empty", name=options.data, form=options.form)
    if skipped:
        _remark("output.skipped", message("output.skipped", count=skipped, form=options.form), as_json=options.json)


def _targets(options: argparse.Namespace, jobs: Sequence[tuple[str | None, Json | None]]) -> Iterator[Path]:
    """Where each form goes. The file that the call names is replaced; files whose names are made here only with ``--force``."""
    out = Path(options.out)
    folder = _is_folder(options.out)
    if not folder and len(jobs) == 1:
        if options.data and out.exists() and out.samefile(options.data):
            raise _Misuse("output.input", name=options.out)
        yield out
        return
    for number, (edition, _) in enumerate(jobs, 1):
        stem = _definition(options.form, edition).title if folder else out.stem
        home, suffix = (out, ".docx") if folder else (out.parent, out.suffix or ".docx")
        target = home / f"{stem}{f'-{number}' if len(jobs) > 1 else ''}{suffix}"
        if target.exists() and not options.force:
            raise _Misuse("output.exists", name=target)
        yield target


def _write(target: Path, content: bytes) -> None:
    """Writes the whole file or nothing of it."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise _unwritable(str(target), error) from error


def _unwritable(name: str, error: OSError) -> FubiaoError:
    return FubiaoError("output.failed", name=name, reason=error.strerror or type(error).__name__)


def _entries(path: str) -> Iterator[Json]:
    """The objects in a .json file (one, or a list of them) or a .jsonl file (one a line)."""
    from parsers.report import read_bytes

    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FubiaoError("records.invalid", name=path, line=1) from error
    lines = text.split("\n") if path.lower().endswith(".jsonl") else [text]
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FubiaoError("records.invalid", name=path, line=getattr(error, "lineno", 1) + number - 1) from error
        for entry in value if isinstance(value, list) else [value]:
            if not isinstance(entry, dict):
                raise FubiaoError("records.shape", name=path, line=number)
            yield entry


def _forms(options: argparse.Namespace) -> int:
    if options.json:
        from forms.schema import catalogue

        print(_line(catalogue(forms(), documents())))
        return DONE
    for edition in forms():
        print(message("cli.edition_row", id=edition.id, title=edition.title, issuer=edition.issuer))
        for form in edition.forms:
            print(message("cli.form_row", attachment=form.attachment, id=form.id, title=form.title))
    print(message("cli.documents"))
    for document in documents():
        print(message("cli.document_row", id=document.id, title=document.title))
    return DONE


def _schema(options: argparse.Namespace) -> int:
    print(json.dumps(schema(options.form, edition=options.edition), ensure_ascii=False, indent=2))
    return DONE


def _check(options: argparse.Namespace) -> int:
    from forms.check import check as check_data
    from forms.entry import Entry
    from parsers.report import field_infos, issue_json

    records = errors = total = failed = 0
    known: dict[str, list[Entry]] = {}
    for line, entry in enumerate(_entries(options.path), 1):
        where = {"file": entry.get("file"), "index": entry.get("index")}
        if "error" in entry:
            failed += 1
            if options.json:
                print(_line({**where, "error": entry["error"]}))
            continue
        if not isinstance(entry.get("data"), dict) or not isinstance(entry.get("form"), str):
            raise FubiaoError("records.shape", name=options.path, line=line)
        definition = _definition(entry["form"], entry.get("edition"))
        issues = check_data(definition, entry["data"], field_infos(entry.get("fields") or {}))
        records += 1
        total += len(issues)
        errors += sum(issue.severity == "error" for issue in issues)
        where |= {"form": definition.id, "edition": definition.edition}
        one = Entry(id=f"{line}", form=definition.id, edition=definition.edition, data=entry["data"], source=where)
        known.setdefault(definition.edition, []).append(one)
        if options.json:
            print(_line({**where, "issues": [issue_json(issue) for issue in issues]}))
            continue
        for i in issues:
            text = message("cli.issue_row", **where, rule=i.code, severity=i.severity, field=i.field, message=i.message)
            print(" ".join(text.split()))
    for edition, entries in known.items():
        for found in _across(edition, entries):
            total += 1
            errors += found.severity == "error"
            sources = {entry.id: entry.source for entry in entries}
            places = [{**sources[place.entry], "field": place.path} for place in found.places]
            if options.json:
                print(
                    _line({"code": found.code, "severity": found.severity, "message": found.message, "places": places})
                )
                continue
            where = {key: places[0].get(key) if places else "" for key in ("file", "index", "form", "edition", "field")}
            text = message("cli.issue_row", **where, rule=found.code, severity=found.severity, message=found.message)
            print(" ".join(text.split()))
    summary = message("records.summary", records=records, issues=total, errors=errors)
    _remark("records.summary", summary, as_json=options.json)
    return FAILED if errors or failed else DONE


def _across(edition: str, entries: Sequence[Entry]) -> tuple[SetFinding, ...]:
    """What the rules of the edition's activity find in all records together; nothing where there is no activity of it."""
    from forms.across import across
    from forms.activity import activity

    try:
        return across(activity(edition), entries)
    except UnknownName:
        return ()


def _inspect(options: argparse.Namespace) -> int:
    from parsers.inspection.inspect import inspection_json, inspection_text

    found = inspect(options.path, render=not options.no_render)
    if options.json:
        print(_line({"file": options.path, **inspection_json(found)}))
    else:
        print(inspection_text(found))
    return DONE if found.passed else FAILED


def _settings(options: argparse.Namespace) -> Settings:
    from desk.commands import settings_of

    return settings_of(vars(options))


def _serve(options: argparse.Namespace) -> int:
    from service import serve

    settings = _settings(options)

    def started(address: str) -> None:
        print(message("cli.serving", address=address), file=sys.stderr, flush=True)
        if options.open:
            import webbrowser

            webbrowser.open(address)

    if settings.host not in {"127.0.0.1", "localhost", "::1"}:
        _remark("cli.exposed", message("cli.exposed", host=settings.host), as_json=options.json)
    config = {} if options.samples is None else {"SAMPLES": options.samples}
    try:
        serve(settings.host, settings.port, config, started, settings)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FubiaoError("cli.port", host=settings.host, port=settings.port, reason=reason) from error
    return DONE


def _worker(options: argparse.Namespace) -> int:
    import signal
    import threading

    from desk.commands import work

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    settings = _settings(options)
    work(settings, lambda name: print(message("cli.working", name=name), file=sys.stderr, flush=True), stop)
    return DONE


def _token(options: argparse.Namespace) -> int:
    from desk.commands import add_token, list_tokens, take_token

    settings = _settings(options)
    if options.action == "list":
        for token in list_tokens(settings):
            print(_line(token) if options.json else message("cli.token_row", **token))
        return DONE
    if not options.name or (options.action == "revoke" and not options.name.isdecimal()):
        raise _Misuse("cli.token_missing")
    if options.action == "revoke":
        take_token(settings, int(options.name))
        return DONE
    number, secret = add_token(settings, options.name, options.role)
    print(_line({"token": number, "secret": secret}) if options.json else message("cli.token_made", secret=secret))
    return DONE


def _doctor(options: argparse.Namespace) -> int:
    from desk.commands import examine

    bad = False
    for found in examine(_settings(options)):
        bad |= found.state == "bad"
        line = {"state": found.state, "code": found.code, "message": found.text}
        print(_line(line) if options.json else message(f"doctor.{found.state}", text=found.text))
    return FAILED if bad else DONE


if __name__ == "__main__":
    sys.exit(main())
