from django.urls import path

from anju.web import views

app_name = "web"
urlpatterns = [
    path("health", views.health, name="health"),
    path("language", views.language, name="language"),
    path("type-size", views.type_size, name="type_size"),
]
