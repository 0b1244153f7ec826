"""Characters of symbol fonts as Unicode: what ``þ`` in Wingdings is to the eye.

A symbol font has pictures where a code page has letters. Word writes them as ``w:sym``, as private-use characters U+F020 to U+F0FF, or as plain
letters in that font. The tables follow the correspondence that the Unicode Consortium published when it encoded these pictures (L2/11-052R),
except that the variants of a mark with one meaning are folded: every empty box is ☐, every crossed one ☒, every ticked one ☑. □ is never
answered: in this program it is a character that was lost.
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["CROSSED", "EMPTY", "TICKED", "UNKNOWN", "is_symbol_font", "symbol", "symbols"]

TICKED = "☑"
EMPTY = "☐"
CROSSED = "☒"
UNKNOWN = "\ufffd"
"""Stands for a picture that no table knows; never an empty box, which would read as an answer."""

_SYMBOL = (
    " !∀#∃%&∍()*+,−./"
    "0123456789:;<=>?"
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ"
    "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνο"
    "πθρστυϖωξψζ{|}~\ufffd"
    "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
    "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓"
    "°±″≥×∝∂•÷≠≡≈…⏐⎯↵"
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉"
    "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
    "\ufffd⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭\ufffd"
)
_WINGDINGS = (
    " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭"
    "🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍"
    "🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣🕱🏳"
    "🏱✈☼🌢❄🕆✞🕈✠✡☪☯🕉☸♈♉"
    "♊♋♌♍♎♏♐♑♒♓🙰🙵●○■☐"
    "☐☐☐🞟⧫◆❖◆☒⮹⌘🏵🏶🙶🙷▯"
    "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹"
    "❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟∙•"
    "⬝○○○◉◎○▪☐🟁🟅★🟋🟏🟓🟑"
    "⯐⌖⯎⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘"
    "🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗"
    "🙖🙐🙑🙒🙓⌫⌦⮘⮚⮙⮛⮈⮊⮉⮋🡨"
    "🡪🡩🡫🡬🡭🡯🡮🡸🡺🡹🡻🡼🡽🡿🡾⇦"
    "⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭✗✓☒☑\ufffd"
)
_WINGDINGS_2 = (
    " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋"
    "🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙"
    "🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑✗"
    "✓☒☑☒☒⮾⮿🛇⦸🙱🙴🙲🙳‽🙹🙺"
    "🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥"
    "⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿\ufffd"
    "☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤"
    "🕥🕦🕧🙨🙩⋅🞄⦁●○○○○⊙⦿🞌"
    "▪■■☐☐☐☐▣▣🞕🞖🞗🞘⬩⬥◇"
    "🞚◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀⯁"
    "⬟⯂⬣⬢⯃⯄🞡🞢🞣🞤🞥🞦🞧🞨🞩🞪"
    "🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺"
    "🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒"
    "✹🟃🟇✯🟍🟔⯌⯍※⁂\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
)
_WINGDINGS_3 = (
    " ⭠⭢⭡⭣⭦⭧⭩⭨⭰⭲⭱⭳⭶⭸⭻"
    "⭽⭤⭥⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧"
    "⮐⮑⮒⮓⮀⮃⭾⭿⮄⮆⮅⮇⮏⮍⮎⮌"
    "⭮⭯⎋⌤⌃⌥␣⍽⇪⮸🢠🢡🢢🢣🢤🢥"
    "🢦🢧🢨🢩🢪🢫🡐🡒🡑🡓🡔🡕🡗🡖🡘🡙"
    "▲▼△▽◀▶◁▷◣◢◤◥🞀🞂🞁\ufffd"
    "🞃⯅⯆⯇⯈⮜⮞⮝⮟🠐🠒🠑🠓🠔🠖🠕"
    "🠗🠘🠚🠙🠛🠜🠞🠝🠟🠀🠂🠁🠃🠄🠆🠅"
    "🠇🠈🠊🠉🠋🠠🠢🠤🠦🠨🠪🠬🢜🢝🢞🢟"
    "🠮🠰🠲🠴🠶🠸🠺🠹🠻🢘🢚🢙🢛🠼🠾🠽"
    "🠿🡀🡂🡁🡃🡄🡆🡅🡇⮨⮩⮪⮫⮬⮭⮮"
    "⮯🡠🡢🡡🡣🡤🡥🡧🡦🡰🡲🡱🡳🡴🡵🡷"
    "🡶🢀🢂🢁🢃🢄🢅🢇🢆🢐🢒🢑🢓🢔🢖🢕"
    "🢗\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
)
_WEBDINGS = (
    " 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾🙼"
    "🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚🗳"
    "🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂"
    "🏞🏕🛤🏟🛳🕬🕫🕨🔈🎔🎕🗬🙽🗭🗪🗫"
    "⮔✔🚲☐🛡📦🛱■🚑🛈🛩🛰🟈🕴●🛥"
    "🚔🗘✗❓🛲🚇🚍⛳⦸⊖🚭🗮⏐🗯🗲\ufffd"
    "🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠"
    "🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺🖻"
    "🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜"
    "🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻"
    "🖥🖦🖧🕹🎮🕻🕼📟🖁🖀🖨🖩🖿🖪🗜🔒"
    "🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫"
    "🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦"
    "🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊"
)
_ZAPF_EXCEPTIONS = {
    0x25: "☎",
    0x2A: "☛",
    0x2B: "☞",
    0x48: "★",
    0x6C: "●",
    0x6D: "○",
    0x6E: "■",
    0x6F: "☐",
    0x70: "☐",
    0x71: "☐",
    0x72: "☐",
    0x73: "▲",
    0x74: "▼",
    0x75: "◆",
    0x77: "◗",
    0xA8: "♣",
    0xA9: "♦",
    0xAA: "♥",
    0xAB: "♠",
    0xD5: "→",
    0xD6: "↔",
    0xD7: "↕",
}
_ENCLOSED_FROM_ONE = 0xAC


def _zapf() -> str:
    """Zapf Dingbats, whose order the Unicode block U+2700 keeps (Unicode 1.0, 'ITC Zapf Dingbats series 100')."""

    def character(code: int) -> str:
        if code == 0x20:
            return " "
        if code in _ZAPF_EXCEPTIONS:
            return _ZAPF_EXCEPTIONS[code]
        if _ENCLOSED_FROM_ONE <= code < _ENCLOSED_FROM_ONE + 10:
            return chr(0x2460 + code - _ENCLOSED_FROM_ONE)
        if 0x21 <= code <= 0x7E or (0xA1 <= code <= 0xFE and code != 0xF0):
            return chr(0x2700 + code - 0x20)
        return UNKNOWN

    return "".join(map(character, range(0x20, 0x100)))


_TABLES = {
    "symbol": _SYMBOL,
    "symbol mt": _SYMBOL,
    "standard symbols ps": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
    "zapfdingbats": _zapf(),
    "zapf dingbats": _zapf(),
    "itc zapf dingbats": _zapf(),
    "monotype sorts": _zapf(),
}
_WITHOUT_TABLE = frozenset(
    {"marlett", "mt extra", "bookshelf symbol 7", "ms reference specialty", "wingdings 4", "ms outlook"}
)
"""Fonts of pictures that no table is known for: what is typed in them must not pass for the letters it is stored as."""


@lru_cache(maxsize=1024)
def _table(font: str) -> str | None:
    folded = " ".join(font.lower().split())
    if folded in _TABLES:
        return _TABLES[folded]
    squeezed = folded.replace(" ", "")
    return next((table for name, table in _TABLES.items() if name.replace(" ", "") == squeezed), None)


@lru_cache(maxsize=1024)
def is_symbol_font(font: str) -> bool:
    """Whether letters typed in *font* are pictures."""
    return _table(font) is not None or " ".join(font.lower().split()) in _WITHOUT_TABLE


def symbol(font: str, code: int) -> str:
    """The character that *code* (0x20 to 0xFF, or the same in U+F000) is in *font*; ``UNKNOWN`` where no table has it."""
    table = _table(font)
    index = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if table is None:
        return chr(code) if _is_plain(code) and not is_symbol_font(font) else UNKNOWN
    if 0x20 <= index <= 0xFF:
        return table[index - 0x20]
    return chr(code) if _is_plain(code) and index > 0xFF else UNKNOWN


def symbols(font: str, text: str) -> str:
    """*text* as it looks when typed in *font*: one-byte and U+F0xx characters mapped, all others (□, 汉字) left as they are."""
    if not is_symbol_font(font):
        return text
    return "".join(symbol(font, ord(char)) if ord(char) <= 0xFF or _is_private(char) else char for char in text)


def _is_private(char: str) -> bool:
    return "\uf000" <= char <= "\uf0ff"


def _is_plain(code: int) -> bool:
    return 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF and not 0xF000 <= code <= 0xF0FF
