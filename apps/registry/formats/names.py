"""Names of brands and firms: the text as published, and the form by which two texts are one name."""

import hashlib
import re
import unicodedata

from apps.registry.formats.display import display_name

__all__ = ["MOST_SHOWN", "clean_text", "display_name", "identity_form", "normal_form"]

MOST_SHOWN = 500  # letters of a name to show
_MOST_BYTES = 2000  # an index takes 2,704
_HEAD = 480

# All the marks people type for an apostrophe; deleted, not spaced, so that O'BRIEN = OBRIEN.
APOSTROPHES = "'’‘`´ʼʻʽ‛′＇ʹ"
_NO_APOSTROPHE = dict.fromkeys(map(ord, APOSTROPHES))

# Letters Unicode does not decompose; folded to the plain letters their language uses for them.
_FOLDS = str.maketrans(
    {"ẞ": "SS", "Ø": "O", "Æ": "AE", "Œ": "OE", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH", "Ħ": "H",
     "Ŧ": "T", "Ŋ": "NG", "Ƀ": "B", "Ɨ": "I", "Ǥ": "G", "Ƶ": "Z", "Ə": "E",
     # Marks of trade say nothing about the name, yet NFKD would spell them out as TM and SM.
     "™": " ", "℠": " "}
)  # fmt: skip

# A.F. GROS: letters that stand alone between dots are one word. A.LE COQ: LE is no single letter.
_DOTTED = re.compile(r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_](?![^\W_]))+")

# ASCII at once: letters and digits stay, apostrophes vanish, all else is a gap between words.
_ASCII = {
    code: (None if chr(code) in APOSTROPHES else chr(code) if chr(code).isalnum() else " ") for code in range(128)
}

_NEXT_LINE = 0x85  # a line end in its own right
# Windows-1252 bytes that went through Latin-1 arrive as C1 controls (0x92 for an apostrophe).
_C1 = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0) if code != _NEXT_LINE}
_INVISIBLE = dict.fromkeys(
    [*range(0x00, 0x09), *range(0x0E, 0x1C), 0x7F, 0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF,
     *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)  # fmt: skip
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")


def normal_form(text: str) -> str:
    """The form by which two spellings are the same name: upper-case words, single spaces.

    Accents, apostrophes and punctuation do not count, `&` is AND, A.F. is AF. A name made only of
    punctuation gives "": the caller falls back to `clean_text`. Applying it twice changes nothing.
    """
    if not text.isascii():
        return _unicode_form(text)
    text = text.upper()
    if "." in text:
        text = _DOTTED.sub(_without_dots, text)
    if "&" in text:
        text = text.replace("&", " AND ")
    return " ".join(text.translate(_ASCII).split())


def identity_form(text: str) -> str:
    """The normal form to keep and compare: never empty, and short enough for an index. Of a longer one the
    beginning stays, and a checksum that tells it from others with the same beginning."""
    form = normal_form(text) or text
    if len(form.encode()) <= _MOST_BYTES:
        return form
    return f"{form[:_HEAD]} {hashlib.sha256(form.encode()).hexdigest()}"


def clean_text(text: str) -> str:
    """The source spelling as it is stored: composed Unicode, no control characters, single spaces.

    Case, quotes and dashes stay as published. Windows-1252 leftovers (0x92) become what they meant.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = text.translate(_C1).translate(_INVISIBLE)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _SURROGATE.sub("", text))
    return " ".join(text.split())


def _without_dots(match: re.Match[str]) -> str:
    return match.group().replace(".", "")


def _unicode_form(text: str) -> str:
    # Twice, because upper-casing may bring forth letters that decompose again.
    text = _folded(_folded(text.translate(_C1)))
    text = _DOTTED.sub(_without_dots, text).replace("&", " AND ")
    spaced = "".join([c if c.isalnum() or _is_vowel_sign(c) else "" if _is_format(c) else " " for c in text])
    # Hangul was taken apart above and is put together again.
    return unicodedata.normalize("NFC", " ".join(spaced.split()))


def _folded(text: str) -> str:
    text = text.translate(_NO_APOSTROPHE).upper().translate(_FOLDS)
    text = unicodedata.normalize("NFKD", text).translate(_NO_APOSTROPHE)
    return "".join([c for c in text if not unicodedata.combining(c)])


def _is_vowel_sign(char: str) -> bool:
    """Signs without which words of Indic and Thai scripts cannot be read; emoji selectors are none."""
    if "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0100":
        return False
    return unicodedata.category(char) in ("Mn", "Mc")


def _is_format(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Me") or "\ufe00" <= char <= "\ufe0f"
