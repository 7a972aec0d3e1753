from django.urls import include, path

from anju.portals.public.views.start import robots

handler400 = "anju.web.views.bad_request"
handler500 = "anju.web.views.broken"

urlpatterns: list = [
    path("gateway/", include("anju.portals.gateway.urls")),  # asked most often
    path("robots.txt", robots, name="robots"),
    path("", include("anju.web.urls")),
    path("", include("anju.portals.sign_in.urls")),
    path("tenant/", include("anju.portals.tenant_web.urls")),
    path("m/", include("anju.portals.tenant_mobile.urls")),
    path("owner/", include("anju.portals.owner.urls")),
    path("enterprise/", include("anju.portals.enterprise.urls")),
    path("staff/", include("anju.portals.sign_in.staff_urls")),
    path("centre/", include("anju.portals.centre.urls")),
    path("developer/", include("anju.portals.developer.urls")),
    path("property/", include("anju.portals.property.urls")),
    path("fund/", include("anju.portals.fund_desk.urls")),
    path("association/", include("anju.portals.association.urls")),
    path("authority/", include("anju.portals.authority.urls")),
    path("agency/", include("anju.portals.agency.urls")),
    path("administration/", include("anju.portals.administration.urls")),
    path("public/", include("anju.portals.public.urls")),
    path("api/", include("anju.portals.api.urls")),
]
