"""Names in proper case."""

import pytest

from apps.registry.formats.names import display_name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("MCALLISTER", "McAllister"),
        ("MACDONALD RESERVE", "MacDonald Reserve"),
        ("MACHETE", "Machete"),
        ("MACON VILLAGES", "Macon Villages"),
        ("O'BRIEN'S", "O'Brien's"),
        ("CHATEAU D'YQUEM", "Chateau d'Yquem"),
        ("D'YQUEM", "D'Yquem"),
        ("D'ARENBERG", "d'Arenberg"),
        ("REMY XO", "Remy XO"),
        ("VSOP COGNAC", "VSOP Cognac"),
        ("HAZY IPA", "Hazy IPA"),
        ("MIX OF VIVID, LIVID AND DIM MILD", "Mix of Vivid, Livid and Dim Mild"),
        ("HENRY VIII", "Henry VIII"),
        ("LOUIS XIV", "Louis XIV"),
        ("21ST AMENDMENT", "21st Amendment"),
        ("7TH STATE", "7th State"),
        ("RED-EYE/GIN", "Red-Eye/Gin"),
        ("A.F. GROS", "A.F. Gros"),
        ("A. AND C. COURVOISIER", "A. and C. Courvoisier"),
        ("CHATEAU DE LA TOUR", "Chateau de la Tour"),
        ("LA TOUR", "La Tour"),
        ("VIN DE PAYS IGP", "Vin de Pays IGP"),
        ("ABITA BREWING COMPANY LLC", "Abita Brewing Company LLC"),
        ("SONS OF JJ", "Sons of JJ"),
        ("chateau margaux", "Chateau Margaux"),
        ("BrewDog", "BrewDog"),
        ("ÉLEVÉ EN FÛT", "Élevé en Fût"),
        ("日本酒", "日本酒"),
        ("", ""),
    ],
)
def test_a_name_as_people_write_it(text: str, shown: str) -> None:
    assert display_name(text) == shown
