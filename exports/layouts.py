"""Saves how a letter's documents look."""

from typing import Any

from django.db import transaction

from exports.grouping import Rule
from exports.models import Layout, PrintedGroup
from letters.models import Letter


@transaction.atomic
def save_layout(letter: Letter, chosen: dict[str, Any], rules: list[Rule]) -> None:
    """Keep what was chosen; without rules, the usual groups are printed."""
    layout, _created = Layout.objects.update_or_create(letter=letter, defaults=chosen)
    layout.groups.all().delete()
    PrintedGroup.objects.bulk_create(
        PrintedGroup(
            layout=layout,
            position=position,
            who=rule.who,
            scope=rule.scope,
            country=rule.country,
            order=rule.order,
            heading=rule.heading,
        )
        for position, rule in enumerate(rules)
    )
