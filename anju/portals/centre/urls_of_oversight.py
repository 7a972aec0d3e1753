from django.urls import path

from anju.portals.centre import converters  # noqa: F401 - registers `id`
from anju.portals.centre.views import reviews, unclaimed, warnings

urlpatterns = [
    path("warnings", warnings.warnings, name="warnings"),
    path("warnings/<id:warning_id>", warnings.warning, name="warning"),
    path("warnings/<id:warning_id>/hold", warnings.confirm, name="confirm_warning"),
    path("warnings/<id:warning_id>/dismiss", warnings.dismiss, name="dismiss_warning"),
    path("warnings/<id:warning_id>/lift", warnings.lift, name="lift_warning"),
    path("warnings/<id:warning_id>/<slug:figure>", warnings.findings, name="warning_findings"),
    path("warnings/<id:warning_id>/answers/<id:answer_id>", warnings.reply, name="reply_warning"),
    path("reviews", reviews.reviews, name="reviews"),
    path("reviews/<slug:review>/<slug:district>", reviews.waiting, name="reviews_waiting"),
    path("unclaimed", unclaimed.unclaimed, name="unclaimed"),
    path("unclaimed.xlsx", unclaimed.file, name="unclaimed_file"),
    path("unclaimed/<id:money_id>", unclaimed.money, name="unclaimed_money"),
    path("unclaimed/<id:money_id>/contact", unclaimed.contact, name="unclaimed_contact"),
]
