"""Among few homes a work order goes through the same steps as among 5,000."""

import pytest

from bench import works


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.covers("WDR-10")
def test_every_step_of_a_work_order_and_its_form_are_measured():
    figures = works.measured(short=True)
    assert [figure.unit for figure in figures] == ["ms"] * 10 + ["s"]
    assert all(len(figure.values) == 1 and figure.target == 1.0 for figure in figures)
