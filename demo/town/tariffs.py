"""Prices by quotient familial, as the council of the demo town votes them each June.

The crèche is not here: its price follows the national scale of the CAF, not a grid of the town.
"""

from datetime import date

from activities.models import Activity
from billing.models import Tariff, TariffBand
from demo.town.ground import Ground

Kind, Unit = Activity.Kind, Tariff.Unit
FLOORS = [0, 350_00, 550_00, 750_00, 950_00, 1_200_00, 1_500_00]
GRID = {
    Kind.BEFORE_SCHOOL: (Unit.SESSION, [60, 85, 110, 135, 160, 185, 210]),
    Kind.CANTEEN: (Unit.MEAL, [100, 190, 265, 330, 395, 450, 495]),
    Kind.AFTER_SCHOOL: (Unit.SESSION, [95, 140, 185, 230, 275, 315, 350]),
    Kind.WEDNESDAY: (Unit.DAY, [420, 640, 860, 1080, 1310, 1540, 1750]),
    Kind.HOLIDAYS: (Unit.DAY, [450, 680, 910, 1140, 1380, 1620, 1850]),
    Kind.YOUTH: (Unit.YEAR, [500, 700, 900, 1100, 1300, 1500, 1700]),
}


def build_tariffs(ground: Ground) -> None:
    """Last year's grid and this year's, some two per cent dearer."""
    for year, part in ((ground.years[0], 0.98), (ground.years[1], 1.0)):
        decision = f"Délibération n° {year.starts_on.year}-041 du 18 juin {year.starts_on.year}"
        tariffs = Tariff.objects.bulk_create(
            Tariff(
                activity_kind=kind,
                unit=unit,
                valid_from=date(year.starts_on.year, 9, 1),
                decision=decision,
            )
            for kind, (unit, _prices) in GRID.items()
        )
        TariffBand.objects.bulk_create(
            TariffBand(tariff=tariff, from_cents=floor, price_cents=round(price * part))
            for tariff in tariffs
            for floor, price in zip(FLOORS, GRID[tariff.activity_kind][1], strict=True)
        )
