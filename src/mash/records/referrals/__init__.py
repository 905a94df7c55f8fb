"""Referrals and all that follows from one: ratings, requests and answers, the decision, the feedback."""
