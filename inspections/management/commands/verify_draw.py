"""`manage.py verify_draw CODE`: computes an opened draw again and says whether it is what was published."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inspections.draw_enums import DrawState
from inspections.models import Draw
from inspections.selectors.draws import prove


class Command(BaseCommand):
    help = "Recomputes an opened draw; exits with an error when anything differs from what was published."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code")

    def handle(self, *args: Any, **options: Any) -> None:
        draw = Draw.objects.filter(code=options["code"]).first()
        if draw is None:
            raise CommandError(f"There is no draw {options['code']}.")
        if draw.state != DrawState.OPENED:
            raise CommandError(f"{draw.code} is not opened yet: only its commitment {draw.commitment} is public.")
        proof = prove(draw)
        self.stdout.write(f"{draw.code}: sha256 of the sealed text {proof.commitment}")
        self.stdout.write(f"published {draw.committed_at:%Y-%m-%d %H:%M %Z}: {draw.commitment}")
        self.stdout.write(f"outside number {draw.outside_number}, seed {proof.seed}")
        for turn in proof.turns:
            self.stdout.write(
                f"turn {turn.turn}: {turn.code} ({turn.begins} <= {turn.number} < {turn.ends} of {turn.total})"
            )
        if not proof.holds:
            raise CommandError("DIFFERENT: this is not the draw that was published.")
        self.stdout.write("The same, sign by sign.")
