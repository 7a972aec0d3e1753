from django.conf import settings
from django.urls import path

from anju.portals.gateway import views

app_name = "gateway"
urlpatterns = [
    path("alipay", views.alipay_notification, name="alipay"),
    path("wechat", views.wechat_notification, name="wechat"),
    path("bank/<slug:code>", views.bank_message, name="bank"),
    path("hand-overs/<slug:sender>", views.hand_over, name="hand_over"),
]
if settings.MOVABLE_CLOCK:
    urlpatterns += [path("clock", views.move_clock, name="clock")]
