"""Rules that are drawn twice."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.scan.double import second_lines

UNIT = 200 / 72


def test_the_second_lines_of_a_table_of_double_rules_are_none_of_their_own() -> None:
    ink = np.zeros((600, 800), np.uint8)
    for y in (50, 110, 500):
        for x, end in ((50, 750), (57, 757)):
            cv2.line(ink, (x, y + x - 50), (end, y + x - 50), 255, 2)
    for x in (50, 300, 750):
        cv2.line(ink, (x, 50), (x, 507), 255, 2)
        cv2.line(ink, (x + 7, 50), (x + 7, 507), 255, 2)
    cv2.putText(ink, "HNII", (400, 300), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 255, 3)
    found = second_lines(ink, UNIT)
    assert found is not None
    rest = cv2.bitwise_and(ink, cv2.bitwise_not(found))
    assert (rest[80, :] > 0).sum() < 12, "one upright each"
    assert (rest[200:480, 150] > 0).sum() == 0
    assert (rest[40:140, 150] > 0).sum() < 8, "one level rule each"
    assert np.array_equal(rest[250:320, 390:560], ink[250:320, 390:560]), "characters stay"


def test_a_table_of_single_rules_has_no_second_lines() -> None:
    ink = np.zeros((600, 800), np.uint8)
    for y in (50, 90, 500):
        cv2.line(ink, (50, y), (750, y), 255, 4)
    for x in (50, 80, 750):
        cv2.line(ink, (x, 50), (x, 500), 255, 4)
    assert second_lines(ink, UNIT) is None
    cv2.line(ink, (100, 492), (500, 492), 255, 2)
    assert second_lines(ink, UNIT) is None, "an underline close above a border"
