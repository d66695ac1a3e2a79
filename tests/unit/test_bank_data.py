"""Bank data that can and cannot be right: check digits, lengths, forms; amounts in other currencies."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experts.payments import bank
from experts.payments.accounts import faults
from experts.payments.rates import foreign, won
from tests.payment_forms import GERMAN, KOREAN

GENUINE = ("DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606", "KZ86125KZT5004100100", "SA0380000000608010167519", "AE070331234567890123456", "NO9386011117947")  # fmt: skip
"""The examples that the registry of IBANs prints."""


@pytest.mark.parametrize("number", GENUINE)
def test_the_registrys_examples_are_right_however_they_are_spaced(number):
    spaced = " ".join(number[n : n + 4] for n in range(0, len(number), 4)).lower()
    assert bank.number_fault(number[:2], spaced) is None


@given(st.sampled_from(GENUINE), st.integers(4, 33), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_seen(number, at, digit):
    if at < len(number) and number[at].isdigit() and number[at] != digit:
        assert bank.number_fault(number[:2], number[:at] + digit + number[at + 1 :]) is not None


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"number": "FR7630006000011234567890189"}, "number", "DE와 확인 숫자 두 자리로 시작해야 합니다."),
        ({"number": "DE8937040044053201300"}, "number", "DE의 IBAN은 22자리인데 21자리를 적었습니다."),
        ({"bic": "EXMP"}, "bic", "SWIFT/BIC는 영문과 숫자 8자리나 11자리입니다."),
        ({"bic": "EXMPFRPP"}, "bic", "SWIFT/BIC의 나라(FR)가 은행의 나라(DE)와 다릅니다."),
        ({"currency": "KRW"}, "currency", "해외 계좌는 받을 외화를 골라 주세요."),
        ({"country": "KR", "currency": "KRW", "number": "12-34"}, "number", "국내 계좌번호는 숫자 10~16자리입니다."),
        ({"country": "KR", "number": "١٢٣٤٥٦٧٨٩٠١"}, "number", "국내 계좌번호는 숫자 10~16자리입니다."),
        ({"country": "KR", "number": "12345678901"}, "currency", "국내 계좌에는 원화로 보냅니다."),
        ({"country": "US", "bic": "EXMPUS33", "number": "한글"}, "number", "영문과 숫자 5~34자리"),
    ],
)
def test_what_cannot_be_right_is_told_by_field(given, field, sentence):
    assert sentence in faults(GERMAN | given)[field].ko


def test_what_can_be_right_passes():
    assert faults(GERMAN) == faults(KOREAN) == {}
    assert faults(GERMAN | {"country": "US", "currency": "USD", "bic": "EXMPUS33XXX", "number": "000123456789"}) == {}


def test_other_currencies_keep_their_own_places_half_up():
    assert foreign(250_000, Decimal("1612.40"), "EUR") == Decimal("155.05")
    assert foreign(100, Decimal(8), "USD") == Decimal("12.50")
    assert foreign(1_000, Decimal("9.5"), "JPY") == Decimal(105)
    assert won(100_001, 30, "hour") == 50_001
    assert won(800_000, 240, "day") == 400_000
