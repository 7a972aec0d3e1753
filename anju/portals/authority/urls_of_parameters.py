from django.urls import path

from anju.desks import converters  # noqa: F401 - registers the kinds of records
from anju.portals.authority.views import parameters

urlpatterns = [
    path("parameters", parameters.all_parameters, name="parameters"),
    path("parameters/texts", parameters.texts, name="parameter_texts"),
    path("parameters/<parameter_code:code>", parameters.one_parameter, name="parameter"),
    path("parameters/<parameter_code:code>/propose", parameters.propose, name="propose_parameter"),
    path("parameters/said/<value_id:value_id>", parameters.one_value, name="parameter_value"),
    path(
        "parameters/said/<value_id:value_id>/approve", parameters.approve, name="approve_parameter"
    ),
    path("parameters/said/<value_id:value_id>/refuse", parameters.refuse, name="refuse_parameter"),
    path(
        "parameters/said/<value_id:value_id>/withdraw",
        parameters.withdraw,
        name="withdraw_parameter",
    ),
    path(
        "parameters/said/<value_id:value_id>/<value_document_id:value_document_id>",
        parameters.document,
        name="parameter_document",
    ),
]
