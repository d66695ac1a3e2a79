"""Whether bank data can be right: IBAN check digits, BIC form, Korean account digits. Pure; keeps and sends nothing.

IBAN: ISO 13616 (mod 97, lengths of the registry); BIC: ISO 9362.
"""

import re

from portal.core.text import Text

LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21,
    "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27,
    "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24,
    "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25,
    "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23,
    "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
"""Characters of an IBAN by country."""

_BIC = re.compile(r"[A-Z]{4}([A-Z]{2})[A-Z0-9]{2}([A-Z0-9]{3})?")
_NUMBER = re.compile(r"[A-Z0-9]{5,34}")
KOREAN_LEAST, KOREAN_MOST = 10, 16


def bare(text: str) -> str:
    """Without blanks, dots and hyphens, in capitals."""
    return re.sub(r"[\s.\-]", "", text).upper()


def number_fault(country: str, text: str) -> Text | None:
    """What is wrong with an account number (or IBAN) of the country; None if nothing is."""
    number = bare(text)
    if country == "KR":
        if number.isascii() and number.isdigit() and KOREAN_LEAST <= len(number) <= KOREAN_MOST:
            return None
        return Text(
            "국내 계좌번호는 숫자 10~16자리입니다. 하이픈은 넣어도 됩니다.",
            "A Korean account number has 10 to 16 digits; hyphens are fine.",
        )
    if country in LENGTHS:
        return iban_fault(country, number)
    if not _NUMBER.fullmatch(number):
        return Text(
            "계좌번호를 영문과 숫자 5~34자리로 적어 주세요.", "Give the account number as 5 to 34 letters and digits."
        )
    return None


def iban_fault(country: str, number: str) -> Text | None:
    """What is wrong with an IBAN of the country, already bare."""
    if number[:2] != country or not number[2:4].isdigit() or not number.isascii() or not number.isalnum():
        return Text(
            "이 나라의 계좌는 IBAN으로 적습니다. {c}와 확인 숫자 두 자리로 시작해야 합니다.",
            "Accounts of this country are given as an IBAN, beginning with {c} and two check digits.",
        ).format(c=country)
    if len(number) != LENGTHS[country]:
        return Text(
            "{c}의 IBAN은 {n}자리인데 {m}자리를 적었습니다.", "An IBAN of {c} has {n} characters; {m} were given."
        ).format(c=country, n=LENGTHS[country], m=len(number))
    if int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 != 1:
        return Text(
            "IBAN의 확인 숫자가 맞지 않습니다. 한 글자씩 다시 확인해 주세요.",
            "The check digits of the IBAN do not match. Compare it sign by sign.",
        )
    return None


def bic_fault(country: str, text: str) -> Text | None:
    """What is wrong with a SWIFT/BIC of a bank in the country; None if nothing is."""
    found = _BIC.fullmatch(bare(text))
    if found is None:
        return Text(
            "SWIFT/BIC는 영문과 숫자 8자리나 11자리입니다. 예: EXMPDEFF",
            "A SWIFT/BIC has 8 or 11 letters and digits, for example EXMPDEFF.",
        )
    if found[1] != country:
        return Text(
            "SWIFT/BIC의 나라({b})가 은행의 나라({c})와 다릅니다.",
            "The SWIFT/BIC belongs to {b}, the bank to {c}.",
        ).format(b=found[1], c=country)
    return None
