"""Follow-up with applicants: what is open, letters about it, the ledger of what was sent and came back."""
