"""Direction: whether "rose", "fell", "surplus" or "deficit" in a clause agree with a sign."""

from __future__ import annotations

import re

from plumbline.evidence.verdicts import Outcome, Verdict

__all__ = ["check_direction"]

_UP = re.compile(
    r"(?<![\w-])(?:rose|rises?|risen|rising|grew|grow(?:s|n|ing|th)?|increas(?:e|es|ed|ing)|up"
    r"|upturn|uptick|higher|more|gain(?:s|ed|ing)?|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?"
    r"|surg(?:e|es|ed|ing)|soar(?:s|ed|ing)?|expan(?:d|ds|ded|ding|sion)|rebound(?:s|ed|ing)?"
    r"|recover(?:s|ed|y|ing)?|rais(?:e|es|ed|ing)|swell(?:s|ed|ing)?|advanc(?:e|es|ed|ing)"
    r"|(?:doubl|tripl|trebl|quadrupl)(?:ed|ing))(?![\w-])",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"(?<![\w-])(?:fell|falls?|fallen|falling|declin(?:e|es|ed|ing)|drop(?:s|ped|ping)?|down"
    r"|downturn|decreas(?:e|es|ed|ing)|lower(?:ed|ing)?|less|fewer|shr(?:ank|unk|ink|inks|inking)"
    r"|slid|slides?|sliding|slip(?:s|ped|ping)?|plung(?:e|es|ed|ing)|plummet(?:s|ed|ing)?"
    r"|tumbl(?:e|es|ed|ing)|s[aiu]nk|sinks|sinking|contract(?:ed|ing|ion)|reduc(?:e|es|ed|ing|tion)"
    r"|cuts?|cutting|los(?:t|s|es|ing)|halv(?:e|ed|es|ing)|dwindl(?:e|es|ed|ing)"
    r"|slump(?:s|ed|ing)?|collaps(?:e|es|ed|ing)|dip(?:s|ped|ping)?|ebb(?:s|ed)?"
    r"|dent(?:s|ed)?)(?![\w-])",
    re.IGNORECASE,
)
_BALANCES = {1: re.compile(r"(?<!\w)surplus(?:es)?(?!\w)", re.IGNORECASE),
             -1: re.compile(r"(?<!\w)deficits?(?!\w)", re.IGNORECASE)}  # fmt: skip
_CHANGES = {1: _UP, -1: _DOWN}
_NUMBER = (
    r"(?:[\d$€£¥~]|(?:an?|one|two)\s+(?:half|third|quarter|fifth|tenth|dozen|hundred|million))"
)
# These hold words of direction and say nothing of it.
_ASIDE = re.compile(
    rf"(?<!\w)(?:more|less|fewer|higher|lower)\s+than\s+(?={_NUMBER})|(?<!\w)(?:up\s+to"
    r"|as\s+much\s+as|more\s+or\s+less|or\s+(?:more|less|fewer)|once\s+more|more\s+and\s+more"
    r"|(?:no|not)\s+(?:more|less|fewer)\s+than|what(?:['’]s|\s+is)\s+more"
    r"|(?:ma[dk]e|makes|making|sets?|tak(?:e|en)|took|ends?|ended|back(?:s|ed)?|buil[dt]"
    r"|summ?(?:ed)?|add(?:s|ed)?|follow(?:s|ed)?|g[ai]ve[ns]?)\s+up"
    r"|(?:br[eo]ke|break|shut|wr[io]te)\s+down|higher\s+education|lower\s+house|free\s+fall"
    r"|lower\s+bound|upper\s+bound)(?!\w)",
    re.IGNORECASE,
)
_UNCLEAR = re.compile(
    r"(?<!\w)(?:not|never|no|nor|neither|without|hardly|cannot|\w+n['’]t|fail(?:s|ed|ing)?\s+to"
    r"|rather\s+than|instead\s+of|despite|although|though|unlike|contrary|halt(?:ed|s)?|revers\w+"
    r"|offset\w*|stopped|slow(?:ed|er|ing|s|down)?|eas(?:ed|ing)|narrow\w*|widen\w*|accelerat\w+"
    r"|but|whereas|while)(?!\w)",
    re.IGNORECASE,
)


def check_direction(clause: str, sign: int) -> Verdict:
    """Return whether the words of a clause agree with the sign of a change or a balance.

    "A fall of 6.9%" agrees with -6.9. Negated, mixed or missing words leave it unchecked, as does
    a clause with both a balance and a change ("the deficit rose").

    Args:
        clause: the words of one English clause, around one number.
        sign: greater than, less than or equal to zero: the sign of the change or balance.
    """
    words = _ASIDE.sub(" ", clause[:2000])
    balances = [(value, found[0]) for value, p in _BALANCES.items() for found in p.finditer(words)]
    changes = [(value, found[0]) for value, p in _CHANGES.items() for found in p.finditer(words)]
    if not sign:
        return Verdict(Outcome.UNCHECKED, "the value is zero")
    if _UNCLEAR.search(words):
        return Verdict(Outcome.UNCHECKED, "the direction of the clause is not clear")
    says = {value for value, _ in changes + balances}
    if len(says) != 1 or (changes and balances):
        reason = "the clause says more than one direction" if says else "no direction is said"
        return Verdict(Outcome.UNCHECKED, reason)
    direction, word = (changes + balances)[0]
    if (direction > 0) == (sign > 0):
        return Verdict(Outcome.HOLDS)
    names = ("a surplus", "a deficit") if balances else ("a rise", "a fall")
    reason = f"written “{word}”, the data say {names[0] if sign > 0 else names[1]}"
    return Verdict(Outcome.FAILS, reason, "the direction is reversed")
