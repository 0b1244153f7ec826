"""Whether a .docx keeps GB/T 9704-2012《党政机关公文格式》: each rule kept, broken with place and measure, or not to be told here.

The document is looked at twice: as WordprocessingML, with all that its styles say, and as LibreOffice prints it, in millimetres. Documents that
others wrote are welcome: elements are told by content and order, not by the names of styles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from parsers.inspection import attachments as inspect_attachments
from parsers.inspection import body as inspect_body
from parsers.inspection import ending as inspect_ending
from parsers.inspection import header as inspect_header
from parsers.inspection import imprint as inspect_imprint
from parsers.inspection import joint as inspect_joint
from parsers.inspection import letter as inspect_letter
from parsers.inspection import note as inspect_note
from parsers.inspection import numbers as inspect_numbers
from parsers.inspection import page as inspect_page
from parsers.inspection.docx import read_paper
from parsers.inspection.elements import elements_of
from parsers.inspection.measure import Case
from parsers.inspection.print import Print, PrintFault, printed
from parsers.inspection.rules import Finding, Inspection, Outcome, Rule, Skip, family, report, rules, say, strength

__all__ = ["Inspection", "inspect", "inspection_json", "inspection_text"]

Check = Callable[[Case], Finding]

_SUBJECTS = (
    inspect_page,
    inspect_header,
    inspect_joint,
    inspect_body,
    inspect_note,
    inspect_ending,
    inspect_attachments,
    inspect_imprint,
    inspect_numbers,
    inspect_letter,
)
CHECKS: Mapping[str, Check] = {rule: check for subject in _SUBJECTS for rule, check in subject.CHECKS.items()}
PRINTED: Mapping[str, Check] = {rule: check for subject in _SUBJECTS for rule, check in subject.PRINTED.items()}

_ALONE = frozenset({"R1", "R2", "R3", "R4", "R7", "R42", "R43", "R45", "R46", "R52", "R53", "R54", "R55", "R56", "R58"})
"""The rules for a file that is only an attachment."""


def inspect(data: bytes, *, render: bool = True, print_: Print | None = None) -> Inspection:
    """What is true of each rule for the .docx in *data*.

    Without *render*, or where LibreOffice is missing, the rules of the printed page are unchecked and say so. *print_* is a rendering
    that is there already.

    Raises:
        Unreadable: it is no Word document, damaged, or protected by a password.
        OverLimit: it unpacks to more than a form can need.
    """
    paper = read_paper(data)
    reason = ""
    if print_ is None and render:
        try:
            print_ = printed(data)
        except PrintFault as fault:
            reason = say("printer_missing" if fault.missing else "printer_failed")
    elif print_ is None:
        reason = say("skipped")
    elements = elements_of(paper)
    case = Case(paper=paper, elements=elements, print=print_)
    outcomes = tuple(_outcome(rule, case, reason) for rule in rules())
    substituted = None if print_ is None else _substituted(case, print_)
    return Inspection(format=elements.format, outcomes=outcomes, substituted=substituted)


_ON_PAPER: dict[str, Callable[[Case], bool]] = {
    # A signature stamp stands in the place of an organ's name over the date (7.3.5.3).
    "R37": lambda case: case.elements.date is not None and not case.elements.signature,
    # Seals can touch one another only where several sign (7.3.5.1).
    "R38": lambda case: len(case.elements.signed) > 1,
    "R59": lambda case: any(section.landscape for section in case.paper.sections),
}
"""Of rules that only paper shows, those that a document may have nothing of."""


def _outcome(rule: Rule, case: Case, reason: str) -> Outcome:
    shape = case.elements.format
    if rule.format not in ("both", shape) or (shape == "attachment" and rule.id not in _ALONE):
        return Outcome(rule=rule, state="absent")
    if rule.by == "paper":
        applies = _ON_PAPER.get(rule.id)
        if applies is not None and not applies(case):
            return Outcome(rule=rule, state="absent")
        return Outcome(rule=rule, state="unchecked", reason=say("by_hand"))
    findings: list[Finding] = []
    if rule.id in CHECKS:
        findings.append(CHECKS[rule.id](case))
    if rule.id in PRINTED:
        findings.append(PRINTED[rule.id](case) if case.print is not None else Skip(reason))
    return _settled(rule, findings)


def _settled(rule: Rule, findings: list[Finding]) -> Outcome:
    """One outcome of what the document and its rendering say: a fault in either counts, and so does either's being in order."""
    faults = [fault for finding in findings if not isinstance(finding, Skip) for fault in finding]
    if faults:
        return Outcome(rule=rule, state="broken", faults=tuple(dict.fromkeys(faults)))
    if any(not isinstance(finding, Skip) for finding in findings):
        return Outcome(rule=rule, state="kept")
    skips = [finding for finding in findings if isinstance(finding, Skip)]
    if all(skip.absent for skip in skips[:1]):
        return Outcome(rule=rule, state="absent")
    return Outcome(rule=rule, state="unchecked", reason=next((s.reason for s in reversed(skips) if s.reason), ""))


def _substituted(case: Case, print_: Print) -> tuple[str, ...]:
    """The fonts that the document names and that it wasn't printed with."""
    there = {family(name) or name.lower() for name in print_.fonts}
    named = {run.look.han for par in case.paper.pars for run in par.runs if run.look.han and run.text.strip()}
    return tuple(sorted(name for name in named if (family(name) or name.lower()) not in there))


# What is said of it


def inspection_json(found: Inspection) -> dict[str, object]:
    """*found* as JSON; ``passed`` is whether nothing that the standard requires is broken."""
    return {
        "format": found.format,
        "passed": found.passed,
        "rules": [
            {
                "id": outcome.rule.id,
                "clause": outcome.rule.clause,
                "strength": outcome.rule.strength,
                "wants": outcome.rule.wants,
                "state": outcome.state,
                **({"reason": outcome.reason} if outcome.reason else {}),
                **(
                    {
                        "faults": [
                            {"place": fault.place, "found": fault.found, "wanted": fault.wanted}
                            for fault in outcome.faults
                        ]
                    }
                    if outcome.faults
                    else {}
                ),
            }
            for outcome in found.outcomes
        ],
        **({} if found.substituted is None else {"substituted": list(found.substituted)}),
    }


def inspection_text(found: Inspection) -> str:
    """*found* for a clerk: what is broken first, then all the rest."""
    lines = [report("format", format=report(found.format))]
    order = ("broken", "unchecked", "absent", "kept")
    for state in order:
        for outcome in found.outcomes:
            if outcome.state == state:
                lines += _lines(outcome)
    counts = {state: sum(outcome.state == state for outcome in found.outcomes) for state in order}
    required = sum(outcome.state == "broken" and outcome.rule.required for outcome in found.outcomes)
    lines.append(report("summary", required=required, **counts))
    if found.substituted:
        lines.append(say("substituted", fonts="、".join(found.substituted)))
    return "\n".join(lines)


def _lines(outcome: Outcome) -> list[str]:
    rule = outcome.rule
    details = {"id": rule.id, "clause": rule.clause, "strength": strength(rule), "wants": rule.wants}
    lines = [report(outcome.state, reason=outcome.reason, **details)]
    lines += [report("fault", place=fault.place, found=fault.found, wanted=fault.wanted) for fault in outcome.faults]
    return lines
