"""What is new for somebody. Each notice leads to the page that it is about."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.records.notices import actions, reading
from mash.records.notices.models import Notice
from mash.web.access import SIGNED_IN, SignedIn, declare
from mash.web.fields import OurForm, YesOrNo

A_PAGE = 25


class ByMail(OurForm):
    """Whether notices come by e-mail too."""

    by_mail = YesOrNo(
        label="Do you want your notices by e-mail too?",
        help_text="The e-mails say what happened and when something is due. They name nobody.",
        error_messages={"required": "Say whether you want them by e-mail"},
    )


@declare(SIGNED_IN)
def notices(request: SignedIn) -> HttpResponse:
    """One's notices, the unread first; mark all as read; choose whether they come by e-mail."""
    by = request.principal
    form = ByMail(initial={"by_mail": "yes" if reading.by_mail(by) else "no"})
    if request.method == "POST" and "all" in request.POST:
        actions.read_all(by=by)
        messages.success(request, "All your notices are marked as read.")
        return redirect("notices")
    if request.method == "POST":
        form = ByMail(request.POST)
        if form.is_valid():
            actions.choose_mail(by=by, wanted=form.cleaned_data["by_mail"])
            messages.success(request, "Your choice is kept.")
            return redirect("notices")
    page = Paginator(reading.notices(by), A_PAGE).get_page(request.GET.get("page"))
    references = reading.references(by, page.object_list)
    told = [(one, references.get(one.referral_id, "")) for one in page.object_list]
    return render(request, "notices/notices.html", {"page": page, "told": told, "form": form})


@declare(SIGNED_IN)
def notice(request: SignedIn, pk: UUID) -> HttpResponse:
    """Note that a notice was read, and go to what it is about."""
    try:
        found = actions.read(by=request.principal, notice_id=pk)
    except Notice.DoesNotExist as error:
        raise Http404 from error
    route, to = reading.leads_to(request.principal, found)
    return redirect(route, pk=to)
