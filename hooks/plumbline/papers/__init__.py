"""Briefings on paper and as cards: documents handed to Chrome, and what comes back."""
