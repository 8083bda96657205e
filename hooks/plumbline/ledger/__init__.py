"""The ledger: what readers were shown of each published briefing, and what has changed since."""
