from django.urls import path

from anju.portals.centre.views import programs

urlpatterns = [
    path("programs", programs.keys, name="programs"),
    path("programs/new", programs.new_key, name="new_platform_key"),
    path("programs/<id:api_key_id>", programs.key, name="program"),
    path("programs/<id:api_key_id>/revoke", programs.revoke, name="revoke_program"),
    path("programs/trouble", programs.trouble, name="programs_in_trouble"),
]
