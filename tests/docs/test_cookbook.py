"""The cookbook answers what it says, on the five documents."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.answer.cookbook import QUERY, answer_page, render_rows
from flows.answer.published import fetch_rows
from flows.settings import Settings


@dataclass(frozen=True)
class Recipe:
    """One question with its SQL, and the answer as the page has it."""

    question: str
    query: str
    answer: str


def read_recipes(page: str) -> list[Recipe]:
    """Return the recipes of the page in its order: each a heading, words, a query, its answer."""
    recipes = []
    for section in page.split("\n## ")[1:]:
        question, _, rest = section.partition("\n")
        _, query, answer = QUERY.split(rest, maxsplit=1)
        recipes.append(Recipe(question, query, answer.strip()))
    return recipes


PAGE = (Path(__file__).parents[2] / "docs" / "cookbook.md").read_text(encoding="utf-8")
RECIPES = read_recipes(PAGE)
# Recipes that look at rows on purpose that no count may contain, or at nothing that is counted.
UNCOUNTED = {
    "Which documents are there, and which is an official record?",
    "Who speaks in more than one document?",
    "In which forms is a speaker's name printed?",
    "Where exactly does a figure stand?",
    "How fresh is this release, and what was refused?",
    "Which sentences does a document print twice?",
}


def test_page_has_its_questions() -> None:
    assert len(RECIPES) >= 25
    assert len({recipe.question for recipe in RECIPES}) == len(RECIPES)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.question)
def test_answer_is_true(golden: Settings, recipe) -> None:
    answer = render_rows(*fetch_rows(golden.published, recipe.query))
    assert answer == recipe.answer, "look at what changed, then `./rostrum run && ./rostrum cookbook`"
    assert answer.count("\n") > 1, "an answer without rows shows nobody anything"


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.question)
def test_what_is_counted_is_of_counted_claims(recipe) -> None:
    counts_by_itself = "marts.mart_" in recipe.query or "marts.metric_" in recipe.query
    assert "is_counted" in recipe.query or counts_by_itself or recipe.question in UNCOUNTED


def test_answers_are_written_below_their_queries(golden: Settings, tmp_path: Path) -> None:
    page = tmp_path / "cookbook.md"
    page.write_text(
        "# Some\n\n## How many?\n\nOf all.\n\n```sql\nselect 5 as n\n```\n\n| n |\n| --- |\n| 4 |\n"
    )
    assert answer_page(golden.published, page) == 1
    assert page.read_text().endswith("```sql\nselect 5 as n\n```\n\n| n |\n| --- |\n| 5 |\n")


def test_cells_hold_what_a_table_can() -> None:
    assert render_rows(["a", "b"], [(None, "x|y\nz"), (1e9, 2.142857)]).splitlines()[2:] == [
        "|  | x\\|y z |",
        "| 1,000,000,000 | 2.14 |",
    ]
