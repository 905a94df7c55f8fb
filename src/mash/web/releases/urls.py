"""The addresses of releases."""

from django.urls import path

from mash.web.releases import drafting, views

urlpatterns = [
    path("published/", views.releases, name="releases"),
    path("published/new/", drafting.new, name="release_new"),
    path("published/drafts/<uuid:pk>/", drafting.draft, name="release_draft"),
    path("published/drafts/<uuid:pk>/words/", drafting.words, name="release_draft_words"),
    path("published/drafts/<uuid:pk>/cut/", drafting.cut, name="release_draft_cut"),
    path("published/drafts/<uuid:pk>/again/", drafting.again, name="release_draft_again"),
    path("published/drafts/<uuid:pk>/publish/", drafting.publish, name="release_draft_publish"),
    path("published/drafts/<uuid:pk>/drop/", drafting.drop, name="release_draft_drop"),
    path("published/drafts/<uuid:pk>/read/", drafting.page, name="release_draft_page"),
    path("published/drafts/<uuid:pk>/<str:file>", drafting.file, name="release_draft_file"),
    path("published/<slug:number>/", views.release, name="release"),
    path("published/<slug:number>/read/", views.page, name="release_page"),
    path("published/<slug:number>/<str:file>", views.file, name="release_file"),
]
