"""Information governance: who saw what, restricted referrals, merges; and breaking the glass."""
