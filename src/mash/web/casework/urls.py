"""The addresses of casework."""

from django.urls import path

from mash.web.casework import queue, referral, steps

urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("referral/<uuid:pk>/", referral.referral, name="referral"),
    path("referral/<uuid:pk>/take/", referral.take, name="referral_take"),
    path("referral/<uuid:pk>/rate/", steps.rate, name="referral_rate"),
    path("referral/<uuid:pk>/who-decides/", steps.own, name="referral_own"),
    path("referral/<uuid:pk>/ask/", steps.ask, name="referral_ask"),
    path("referral/<uuid:pk>/decide/", steps.decide, name="referral_decide"),
    path("referral/<uuid:pk>/tell/", steps.tell, name="referral_tell"),
    path("referral/<uuid:pk>/correct/", steps.correct, name="referral_correct"),
    path("referral/<uuid:pk>/person/", steps.name_person, name="referral_name"),
    path("referral/<uuid:pk>/disagree/", steps.disagree, name="referral_disagree"),
    path("request/<uuid:pk>/withdraw/", steps.withdraw, name="request_withdraw"),
    path("disagreement/<uuid:pk>/next-stage/", steps.step_up, name="escalation_next"),
    path("disagreement/<uuid:pk>/resolve/", steps.resolve, name="escalation_resolve"),
]
