"""Sign-in through an agency's own identity provider (OpenID Connect): its file, the way there and back."""
