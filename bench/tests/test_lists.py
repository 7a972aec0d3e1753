"""Among few rows the lists cost as many queries as among a million; how they are answered is seen there."""

import pytest

from bench import lists


@pytest.mark.slow
@pytest.mark.django_db
def test_every_list_is_measured_and_costs_few_queries(settings):
    settings.MOVABLE_CLOCK = False  # which only the demo has, and asks the database for
    figures = lists.measured(short=True)
    assert len(figures) >= 59
    assert all(figure.reached for figure in figures)
