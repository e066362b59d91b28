"""Names: usual case, and which spellings are one person."""

import pytest

from flows.attribute.names import canonical_name, fold_name, same_person

PARTICLES = frozenset({"van", "de", "la", "bin"})


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("KAREL JAN VAN OOST", "Karel Jan van Oost"),
        ("MASUD BIN ROE", "Masud bin Roe"),
        ("JOE McHALE", "Joe McHale"),
        ("JOE MCHALE", "Joe McHale"),
        ("LI TAE-YUL", "Li Tae-Yul"),
        ("AL-MANSOUR", "Al-Mansour"),
        ("al-MANSOUR", "al-Mansour"),
        ("EVA T. O’NEIL", "Eva T. O’Neil"),
        ("ÅSA ŁUK", "Åsa Łuk"),
        ("Ismail Ould Sidi", "Ismail Ould Sidi"),
        ("DE LA CRUZ", "De la Cruz"),
        ("PRINCE ALBERT II", "Prince Albert II"),
        ("XI JINWEI", "Xi Jinwei"),
        ("ROE OF HARBOUR", "Roe of Harbour"),
    ],
)
def test_canonical_name(printed: str, name: str) -> None:
    assert canonical_name(printed, PARTICLES) == name


@pytest.mark.parametrize(
    ("a", "b", "share_office", "same"),
    [
        ("Yuri Lind", "Yury Lind", False, True),
        ("Yuri Lindorov", "Yuri Lindotov", True, True),
        ("Yuri Lindorov", "Yuri Lindotov", False, True),
        ("Yuri Federin", "Yuri Fedotov", False, False),
        ("Eva T. Zagar", "Eva Zagar", False, True),
        ("Anna Weber", "Horst Weber", True, False),
        ("Anna Weber", "Anna Klein", True, False),
    ],
)
def test_same_person(a: str, b: str, share_office: bool, same: bool) -> None:
    assert same_person(fold_name(a), fold_name(b), share_office=share_office) is same
