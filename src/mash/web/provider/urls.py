"""The addresses of sign-in through an agency's provider, under the names by which allauth looks for them."""

from django.urls import path

from mash.web.provider import pages

urlpatterns = [
    path("<slug:provider_id>/", pages.go, name="openid_connect_login"),
    path("<slug:provider_id>/callback/", pages.back, name="openid_connect_callback"),
]
