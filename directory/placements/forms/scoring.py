from collections.abc import Sequence

from wtforms import Field

from directory.kit.forms import Form, offered
from directory.placements.rules.scoring import BEST, MOST_CRITERIA, Criterion, Score
from directory.requests.forms.fields import line, one, whole

POINTS = [(str(n), str(n)) for n in range(BEST + 1)]
YES_NO = [("yes", "Yes"), ("no", "No")]


class ScoringForm(Form):
    """Score one offer by its request's criteria."""

    def shown(self, criteria: Sequence[Criterion]) -> list[tuple[int, Criterion, Field, Field]]:
        """Give a score and a comment for each criterion, named by its words."""
        rows = []
        for number, criterion in enumerate(criteria, 1):
            score, comment = self._fields[f"score_{number}"], self._fields[f"comment_{number}"]
            score.label.text = criterion.words
            comment.label.text = f"Comment on: {criterion.words}"
            score.choices = offered(YES_NO if criterion.gate else POINTS)
            rows.append((number, criterion, score, comment))
        return rows

    def said(self, criteria: Sequence[Criterion]) -> list[Score]:
        """Give what was judged."""
        scores = []
        for _, criterion, score, comment in self.shown(criteria):
            value = score.data or ""
            if criterion.gate:
                scores.append(Score(passed={"yes": True, "no": False}.get(value), comment=comment.data or ""))
            else:
                scores.append(Score(points=int(value) if value.isdigit() else None, comment=comment.data or ""))
        return scores


class MatrixForm(Form):
    """Say by what offers are judged."""

    def rows(self) -> list[tuple[int, Field, Field, Field]]:
        """Give the words, gate and weight of each line."""
        return [
            (n, self._fields[f"words_{n}"], self._fields[f"gate_{n}"], self._fields[f"weight_{n}"])
            for n in range(1, MOST_CRITERIA + 1)
        ]

    def fill(self, criteria: Sequence[Criterion]) -> None:
        """Put the criteria into the lines."""
        for (_, words, gate, weight), criterion in zip(self.rows(), criteria, strict=False):
            words.data, weight.data = criterion.words, criterion.weight
            gate.data = "yes" if criterion.gate else "no"

    def said(self) -> list[Criterion]:
        """Give the lines that have words."""
        return [
            Criterion(words.data, None if gate.data == "yes" else weight.data or 0)
            for _, words, gate, weight in self.rows()
            if words.data
        ]


for _n in range(1, MOST_CRITERIA + 1):
    setattr(ScoringForm, f"score_{_n}", one(f"Score {_n}", [*YES_NO, *POINTS]))
    setattr(ScoringForm, f"comment_{_n}", line(f"Comment {_n}"))
    setattr(MatrixForm, f"words_{_n}", line(f"Criterion {_n}"))
    setattr(MatrixForm, f"gate_{_n}", one(f"Is criterion {_n} a gate?", YES_NO))
    setattr(MatrixForm, f"weight_{_n}", whole(f"Weight {_n}"))
