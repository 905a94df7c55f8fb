"""Ways to sign in, for the sign-in page."""

from django import template

from mash.web.provider.file import Provider, providers

register = template.Library()


@register.simple_tag
def sign_in_providers() -> tuple[Provider, ...]:
    """The agencies' own identity providers."""
    return providers()
